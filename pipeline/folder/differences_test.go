package folder

import "testing"

func TestDifferences(t *testing.T) {
	got := differences(
		map[string]string{"seed": "1", "quality": "90", "keep": "all", InputsDigest: "a"},
		map[string]string{"seed": "2", "quality": "90", "keep": "", InputsDigest: "b"})
	if want := "keep is all there, none now; seed is 1 there, 2 now; the inputs are not the same files, or have changed since"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

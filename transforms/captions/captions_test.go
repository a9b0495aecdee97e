package captions

import (
	"fmt"
	"slices"
	"testing"
)

func TestChoose(t *testing.T) {
	five := []string{"a cat", "", "the longest of them", "ein längerer Satz..", "a dog"}
	for name, c := range map[string]struct {
		take string
		list []string
		want []string
	}{
		"nothing said":           {"", five, []string{"a cat"}},
		"first":                  {First, five, []string{"a cat"}},
		"first that is no blank": {First, []string{" ", "b"}, []string{"b"}},
		"all":                    {All, five, []string{"a cat", "the longest of them", "ein längerer Satz..", "a dog"}},
		"longest in characters":  {Longest, five, []string{"the longest of them"}},
		"only blanks":            {All, []string{" ", ""}, []string{" "}},
		"one":                    {Random, []string{"x"}, []string{"x"}},
		"none":                   {All, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Options{Take: c.take}).Choose(c.list, "f", 1); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Random captions are the same for the same row and seed, and each is taken about
// as often as the others.
func TestChooseAtRandom(t *testing.T) {
	list := []string{"a", "b", "c", "d", "e"}
	taken, changed := map[string]int{}, 0
	const rows = 5000
	for row := range int64(rows) {
		got := Options{Take: Random, Seed: 1}.Choose(list, "f.parquet", row)
		if again := (Options{Take: Random, Seed: 1}).Choose(list, "f.parquet", row); !slices.Equal(got, again) {
			t.Fatalf("row %d: %q, then %q", row, got, again)
		}
		other := Options{Take: Random, Seed: 2}.Choose(list, "f.parquet", row)
		if !slices.Equal(got, other) {
			changed++
		}
		taken[got[0]]++
	}
	for _, text := range list {
		if n := taken[text]; n < rows/len(list)*8/10 || n > rows/len(list)*12/10 {
			t.Errorf("%q was taken %d times of %d", text, n, rows)
		}
	}
	if changed < rows/2 {
		t.Errorf("another seed changed %d rows of %d", changed, rows)
	}
}

func ExampleOptions_Choose() {
	fmt.Println(Options{Take: Longest}.Choose([]string{"a dog", "a dog on a beach"}, "faces.parquet", 7))
	// Output: [a dog on a beach]
}

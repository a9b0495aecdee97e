package folder

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/shards"
)

func TestDifferences(t *testing.T) {
	plan := func(digest string, inputs ...shards.Input) shards.Manifest {
		return shards.Manifest{Plan: map[string]string{InputsDigest: digest}, Inputs: inputs}
	}
	a, b := shards.Input{Name: "a", Size: 7, Content: "x"}, shards.Input{Name: "b", Size: 7, Content: "y"}
	for name, c := range map[string]struct {
		made, asked shards.Manifest
		want        string
	}{
		"options": {
			shards.Manifest{Plan: map[string]string{"seed": "1", "quality": "90", "keep": "all"}},
			shards.Manifest{Plan: map[string]string{"seed": "2", "quality": "90", "keep": ""}},
			"keep is all there, none now; seed is 1 there, 2 now",
		},
		"inputs of an older manifest": {plan("1"), plan("2", a), "the inputs are not the same files, or have changed since"},
		"another order":               {plan("1", a, b), plan("2", b, a), "the inputs are not the same files, or have changed since"},
		"appended to":                 {plan("1", a, b), plan("2", a, shards.Input{Name: "b", Size: 9, Content: "z"}), "the input b has 9 bytes, and had 7"},
		"written to":                  {plan("1", a, b), plan("2", a, shards.Input{Name: "b", Size: 7, Content: "z"}), "the input b has other content of the same size"},
		"new":                         {plan("1", a), plan("2", a, b), "the input b is new"},
		"missing":                     {plan("1", a, b), plan("2", b), "the input a is missing"},
		"others":                      {plan("1", a), plan("2", b), "the input b is new (inputs that differ: 2)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := differences(c.made, c.asked); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

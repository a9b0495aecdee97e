package pipeline

import (
	"errors"
	"fmt"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
)

func TestMeantColumn(t *testing.T) {
	missing := func(name string) error {
		return fmt.Errorf("opening: %w", &table.MissingColumn{Name: name, There: []string{"_id", "url", "caption"}})
	}
	for name, c := range map[string]struct {
		asked Options
		err   error
		want  string
	}{
		"swapped letters":              {Options{}, missing("ulr"), ": did you mean url?"},
		"a plural":                     {Options{}, missing("captions"), ": did you mean caption?"},
		"another case":                 {Options{Asked: mapping.Asked{Preset: "laion"}}, missing("URL"), ": did you mean url?"},
		"nothing like it":              {Options{}, missing("link"), ""},
		"another error":                {Options{Asked: mapping.Asked{Preset: "laion"}}, errors.New("no column"), ""},
		"of a box":                     {Options{Asked: mapping.Asked{BoxColumn: "x1,y1,x2,y2"}}, missing("y1"), " (choose with --box_column)"},
		"of a size":                    {Options{Asked: mapping.Asked{BoxSizeColumns: "width,_idd"}}, missing("_idd"), " (choose with --box_size_columns): did you mean _id?"},
		"of hashes":                    {Options{VerifyHash: "sha"}, missing("sha"), " (choose with --verify_hash)"},
		"a preset's":                   {Options{Asked: mapping.Asked{Preset: "coyo", URLColumn: "link"}}, missing("text"), ": --preset=coyo expects it; leave the preset out if this is another dataset"},
		"the user's, not the preset's": {Options{Asked: mapping.Asked{Preset: "coyo", URLColumn: "link"}}, missing("link"), " (choose with --url_column)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.asked.meantColumn(c.err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

package pipeline

import (
	"errors"
	"fmt"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
)

func TestMeantColumn(t *testing.T) {
	missing := func(name string) error {
		return fmt.Errorf("opening: %w", &table.MissingColumn{Name: name, There: []string{"_id", "url", "caption"}})
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"swapped letters": {missing("ulr"), ": did you mean url?"},
		"a plural":        {missing("captions"), ": did you mean caption?"},
		"another case":    {missing("URL"), ": did you mean url?"},
		"nothing like it": {missing("link"), ""},
		"another error":   {errors.New("no column"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := meantColumn(c.err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

package mapping

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/plan"
)

// What cannot be read of the first rows is said, and an input of which nothing can is
// refused by the reason of its first row.
func TestUnreadableRows(t *testing.T) {
	for name, c := range map[string]struct {
		text        string
		says, fails string
	}{
		"all can be read": {"url,caption\nhttp://h/1,a\n", "", ""},
		"some cannot":     {"url,caption\nhttp://h/1,a\nhttp://h/2\nhttp://h/3,b,c\n", "2 of the first 3 rows cannot be read and will fail, the first is row 1: the row has 1 fields, not 2", ""},
		"none can":        {"url,caption\nhttp://h/1,a,b\nhttp://h/2\n", "", "none of the 2 rows that were looked at can be read; row 0: the row has 3 fields, not 2"},
		"no rows":         {"url,caption\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.csv")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			inputs, err := plan.Match(t.Context(), files.New(), []string{path}, "", "")
			if err != nil {
				t.Fatal(err)
			}
			sample, bad, err := Sample(t.Context(), files.New(), inputs, rows.Columns{URL: "url"})
			switch {
			case c.fails != "":
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("got %v", err)
				}
			case err != nil || bad.String() != c.says || len(sample) != bad.looked-bad.rows:
				t.Errorf("got %q and %d rows, %v", bad, len(sample), err)
			}
		})
	}
}

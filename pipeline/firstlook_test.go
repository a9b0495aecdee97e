package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Where no row can come to anything, that is said before the first download, with
// the reason of the first row.
func TestFirstLookRefuses(t *testing.T) {
	const xyxy = "xyxy"
	repeat := func(header, row string, n int) string { return header + strings.Repeat(row, n) }
	for name, c := range map[string]struct {
		file, text, format, where string
		says                      string // of the error; "" = there is none
	}{
		"links are empty":     {"a.csv", repeat("url,n\n", ",1\n", 3), xyxy, "", `links in "url": the first 3 rows have none (choose another column with --url_column`},
		"links are filler":    {"a.csv", repeat("url,n\n", "UNKNOWN,1\n", 3), xyxy, "", "the first 3 rows have none"},
		"one link":            {"a.csv", repeat("url,n\nhttp://h/1.jpg,1\n", ",1\n", 30), xyxy, "", ""},
		"links, filtered":     {"a.csv", repeat("url,n\n", ",1\n", 3), xyxy, "n == '1'", ""},
		"boxes are empty":     {"a.csv", repeat("url,box\n", "http://h/1.jpg,\n", 3), xyxy, "", `boxes in "box": none of the first 3 rows has one, the first: column "box": the box is empty (choose another column with --box_column`},
		"boxes are inverted":  {"a.csv", repeat("url,box\n", "http://h/1.jpg,9 9 1 1\n", 3), xyxy, "", `boxes in "box": none of the first 3 rows has one`},
		"boxes are something": {"a.csv", repeat("url,box\n", "http://h/1.jpg,cardboard\n", 3), xyxy, "", `"cardboard" is not a number`},
		"one box":             {"a.csv", repeat("url,box\nhttp://h/1.jpg,1 2 30 40\n", "http://h/1.jpg,\n", 3), xyxy, "", ""},
		"no rows":             {"a.csv", "url,box\n", xyxy, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := mapped(t, file, func(o *Options) { o.BoxFormat, o.Where = c.format, c.where })
			if c.says == "" && err != nil {
				t.Error(err)
			}
			if c.says == "" {
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v, want an error that says %q", err, c.says)
			}
			if _, code, found := joberror.Find(err); !found || code != joberror.Usage {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

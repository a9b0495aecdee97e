package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Columns that mislead by their names are told by their cells.
func TestLookIntoColumns(t *testing.T) {
	lines := []string{
		`{"url": "https://pages.example/1.html", "image": {"bytes": "", "path": "1.jpg"}, "img_url": null, "boxes": 2, "bbox": null, "alt": 1.5, "description": ""}`,
		`{"url": "https://pages.example/2.html", "image": null, "img_url": "https://pictures.example/2.jpg", "boxes": 1, "bbox": [10, 20, 110, 220], "alt": 2, "description": "a face"}`,
		`broken`,
	}
	file := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.jsonl")
	if err := os.WriteFile(empty, []byte(lines[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, want string }{
		"found":   {file, `in.jsonl: links from "img_url", boxes from "bbox", xyxy in pixels (as asked), captions from "description"`},
		"nothing": {empty, `empty.jsonl: links from "url", whole pictures, as no column of boxes was found (--box_column names one), no captions`},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := mapped(t, c.file, func(o *Options) { o.BoxFormat, o.BoxUnits = "xyxy", "pixels" })
			if err != nil {
				t.Fatal(err)
			}
			if got := j.String(); !strings.HasPrefix(got, c.want) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

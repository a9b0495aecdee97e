package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/workplan"
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

// However many columns are looked into, a file is opened once: at a distant store
// that takes a request or two.
func TestLookerOpensOnce(t *testing.T) {
	dir := t.TempDir()
	var inputs []workplan.File
	for name, text := range map[string]string{"a.csv": "link,src\n", "b.csv": "link,src\nx,http://h/1.jpg\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, workplan.File{URI: filepath.Join(dir, name), Format: rows.FormatCSV})
	}
	slices.SortFunc(inputs, func(a, b workplan.File) int { return strings.Compare(a.URI, b.URI) })
	store := files.New()
	t.Cleanup(func() { _ = store.Close() })
	look := &fileLooker{ctx: t.Context(), store: store, inputs: inputs}
	defer look.close()
	var first []files.File
	for column, want := range map[string]bool{"link": false, "src": true} {
		if got, err := look.links(column); got != want || err != nil {
			t.Errorf("%s: %t, %v", column, got, err)
		}
		if first == nil {
			first = slices.Clone(look.open)
		}
		if len(first) != 2 || !slices.Equal(first, look.open) {
			t.Errorf("%s: %d files are open, want the two of the first column", column, len(look.open))
		}
	}
}

package mapping

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
	look := Look(t.Context(), store, inputs, rows.Columns{})
	defer look.Close()
	var first []files.File
	for column, want := range map[string]bool{"link": false, "src": true} {
		if got, err := look.Links(column); got != want || err != nil {
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

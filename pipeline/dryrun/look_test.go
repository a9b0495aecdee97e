package dryrun

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// A packed file is unpacked once, however many shards are looked at.
func TestOpenInputStaysOpen(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprint(w, "url\nhttp://h/0\nhttp://h/1\nhttp://h/2\nhttp://h/3\n") //nolint:errcheck // a buffer
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "in.csv.gz")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	store := files.New()
	matched, err := plan.Match(t.Context(), store, []string{path}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var in openInput
	defer in.close()
	var first rows.Reader
	for n := range int64(4) {
		var got []int64
		err := in.read(t.Context(), store, rows.Columns{URL: "url"}, workplan.Segment{File: matched[0], Rows: table.Select([]int64{n})}, func(row rows.Row) error {
			got = append(got, row.Number)
			return nil
		})
		if err != nil || len(got) != 1 || got[0] != n {
			t.Fatalf("row %d: got %v, %v", n, got, err)
		}
		if n == 0 {
			first = in.reader
		}
		if in.reader != first {
			t.Errorf("opened again for row %d", n)
		}
	}
}

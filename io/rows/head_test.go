package rows

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestHead holds that a file's first rows come without a look at the others.
func TestHead(t *testing.T) {
	f := unindexed(t, faceFile(t, 20_000, parquet.MaxRowsPerRowGroup(1000), parquet.PageBufferSize(4000)))
	for n, want := range map[int64]int64{0: 0, 10: 10, 1000: 1000, 1001: 1001, 30_000: 20_000} {
		f.reset()
		var got []Row
		err := Head(context.Background(), f, FormatParquet, table.Columns{URL: "url", Box: "box"}, n, func(row Row) error {
			got = append(got, row)
			return nil
		})
		if err != nil || int64(len(got)) != want {
			t.Fatalf("%d rows of %d, %v", len(got), want, err)
		}
		for i, row := range got {
			if diff := cmp.Diff(Row{Row: table.Row{Number: int64(i), URL: urlOf(int64(i)), Box: boxOf(int64(i))}}, row); diff != "" {
				t.Fatal(diff)
			}
		}
		if read := f.bytes.Load(); n <= 1001 && read > f.Size()/4 {
			t.Errorf("%d rows took %d bytes of %d", n, read, f.Size())
		}
	}
}

// Whoever needs only a few columns need not read the links.
func TestHeadWithoutLinks(t *testing.T) {
	text := func(s string) files.File { return &memFile{data: []byte(s)} }
	for name, c := range map[string]struct {
		file   files.File
		format string
		also   string
		want   any
	}{
		"parquet": {fixture(t, "facecaption"), FormatParquet, "caption", `["a face, number 0"]`},
		"csv":     {text("url,n\nhttp://h/a,7\n"), FormatCSV, "n", "7"},
		"tsv":     {text("url\tn\nhttp://h/a\t7\n"), FormatTSV, "n", "7"},
		"jsonl":   {text("{\"url\": \"http://h/a\", \"\": 1, \"n\": 7}\n"), FormatJSONL, "n", int64(7)},
	} {
		t.Run(name, func(t *testing.T) {
			err := Head(t.Context(), c.file, c.format, table.Columns{Also: []string{c.also}, Header: table.HeaderYes}, 1, func(row Row) error {
				if row.URL != "" || row.Invalid != nil || len(row.Also) != 1 || row.Also[0] != c.want {
					t.Errorf("got %+v", row)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// Nothing is read of the columns that nobody asks for.
func TestHeadReadsItsColumnsAlone(t *testing.T) {
	f := unindexed(t, faceFile(t, 20_000, parquet.MaxRowsPerRowGroup(5000), parquet.PageBufferSize(4000)))
	cost := func(cols table.Columns) int64 {
		f.reset()
		n := 0
		err := Head(t.Context(), f, FormatParquet, cols, 20_000, func(Row) error { n++; return nil })
		if err != nil || n != 20_000 {
			t.Fatal(n, err)
		}
		return f.bytes.Load()
	}
	box, both := cost(table.Columns{Also: []string{"box"}}), cost(table.Columns{URL: "url", Also: []string{"box"}})
	if box > both/2 {
		t.Errorf("boxes take %d bytes, with links %d", box, both)
	}
}

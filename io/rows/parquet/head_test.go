package parquet

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestHead holds that a file's first rows come without a look at the others.
func TestHead(t *testing.T) {
	f := unindexed(t, faceFile(t, 20_000, parquet.MaxRowsPerRowGroup(1000), parquet.PageBufferSize(4000)))
	for n, want := range map[int64]int64{0: 0, 10: 10, 1000: 1000, 1001: 1001, 30_000: 20_000} {
		f.Reset()
		var got []input.Row
		err := input.Head(context.Background(), f, Format(), table.Columns{URL: "url", Box: "box"}, n, func(row input.Row) error {
			got = append(got, row)
			return nil
		})
		if err != nil || int64(len(got)) != want {
			t.Fatalf("%d rows of %d, %v", len(got), want, err)
		}
		for i, row := range got {
			if diff := cmp.Diff(input.Row{Row: table.Row{Number: int64(i), URL: urlOf(int64(i)), Box: boxOf(int64(i))}}, row); diff != "" {
				t.Fatal(diff)
			}
		}
		if read := f.Bytes.Load(); n <= 1001 && read > f.Size()/4 {
			t.Errorf("%d rows took %d bytes of %d", n, read, f.Size())
		}
	}
}

// Nothing is read of the columns that nobody asks for.
func TestHeadReadsItsColumnsAlone(t *testing.T) {
	f := unindexed(t, faceFile(t, 20_000, parquet.MaxRowsPerRowGroup(5000), parquet.PageBufferSize(4000)))
	cost := func(cols table.Columns) int64 {
		f.Reset()
		n := 0
		err := input.Head(t.Context(), f, Format(), cols, 20_000, func(input.Row) error { n++; return nil })
		if err != nil || n != 20_000 {
			t.Fatal(n, err)
		}
		return f.Bytes.Load()
	}
	box, both := cost(table.Columns{Also: []string{"box"}}), cost(table.Columns{URL: "url", Also: []string{"box"}})
	if box > both/2 {
		t.Errorf("boxes take %d bytes, with links %d", box, both)
	}
}

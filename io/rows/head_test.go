package rows

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// TestHead holds that a file's first rows come without a look at the others.
func TestHead(t *testing.T) {
	f := unindexed(t, faceFile(t, 20_000, parquet.MaxRowsPerRowGroup(1000), parquet.PageBufferSize(4000)))
	for n, want := range map[int64]int64{0: 0, 10: 10, 1000: 1000, 1001: 1001, 30_000: 20_000} {
		f.reset()
		var got []Row
		err := Head(context.Background(), f, FormatParquet, Columns{URL: "url", Box: "box"}, n, func(row Row) error {
			got = append(got, row)
			return nil
		})
		if err != nil || int64(len(got)) != want {
			t.Fatalf("%d rows of %d, %v", len(got), want, err)
		}
		for i, row := range got {
			if diff := cmp.Diff(Row{Number: int64(i), URL: urlOf(int64(i)), Box: boxOf(int64(i))}, row); diff != "" {
				t.Fatal(diff)
			}
		}
		if read := f.bytes.Load(); n <= 1001 && read > f.Size()/4 {
			t.Errorf("%d rows took %d bytes of %d", n, read, f.Size())
		}
	}
}

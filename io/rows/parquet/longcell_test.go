package parquet

import (
	"runtime"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// A cell of more than 16 MiB costs its own row. The files are pyarrow's, see testdata/make_long.py.
func TestLongCells(t *testing.T) {
	why := []string{1: "column text is longer than 16 MiB", 2: "column list.list.element is longer than 16 MiB", 4: ""}
	size := []int{0: 1, 3: input.MaxRow, 4: 0}
	cols := table.Columns{URL: "url", KeepAll: true}
	for _, name := range []string{"long_zstd", "long_zstd_v2", "long_brotli_dict"} {
		t.Run(name, func(t *testing.T) {
			f := fixture(t, name)
			index := inspect(t, f, cols).Index
			r := mustOpen(t, f, cols)
			got := rowstest.Read(t, r, table.Range(0, 5), index)
			for i, row := range got {
				if why[i] != "" {
					if row.Invalid == nil || !strings.Contains(row.Invalid.Error(), why[i]) || row.URL != "" || len(row.Kept) != 2 {
						t.Errorf("row %d: %v, link %q and %d values", i, row.Invalid, row.URL, len(row.Kept))
					}
					continue
				}
				if row.Invalid != nil || row.URL != string(rune('0'+i)) || len(row.Kept[0].ByteArray()) != size[i] {
					t.Errorf("row %d: %v, link %q", i, row.Invalid, row.URL)
				}
			}
		})
	}
}

// A file of 13 KB with a cell of 400 MB does not fill the memory.
func TestLongCellMemory(t *testing.T) {
	f := fixture(t, "long_bomb")
	cols := table.Columns{URL: "url", KeepAll: true}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := rowstest.Read(t, mustOpen(t, f, cols), table.Range(0, 3), inspect(t, f, cols).Index)
	runtime.ReadMemStats(&after)
	if got[0].Invalid != nil || got[1].Invalid == nil || got[2].URL != "2" {
		t.Errorf("got %+v", got)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 32 {
		t.Errorf("reading %d bytes allocates %d MiB", f.Size(), used)
	}
}

package parquet

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// Small files whose pages stand for gigabytes are refused, or read in bounded memory. The
// files are pyarrow's, see testdata/make_long.py.
func TestBombs(t *testing.T) {
	cols := table.Columns{URL: "url", KeepAll: true}
	for _, c := range []struct {
		file, want string
		rows       int64
		room       uint64 // MiB that the first row may take
	}{
		{"bomb_delta", "which is too much memory for one page", 150, 64},
		{"bomb_fixed", "which is too much memory for one page", 30, 64},
		{"bomb_dictionary", "", 150, 128},
	} {
		t.Run(c.file, func(t *testing.T) {
			f := fixture(t, c.file)
			r, index := mustOpen(t, f, cols), inspect(t, f, cols).Index
			var start runtime.MemStats
			runtime.ReadMemStats(&start)
			used := func() uint64 {
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				return (now.TotalAlloc - start.TotalAlloc) >> 20
			}
			n, first := int64(0), uint64(0)
			err := r.Read(t.Context(), table.Range(0, c.rows), index, func(row input.Row) error {
				if n == 0 {
					first = used()
				}
				if row.Invalid != nil || row.URL != fmt.Sprint(n) || len(row.Kept) > 1 && string(row.Kept[1].ByteArray()) != row.URL {
					t.Errorf("row %d is %q with %d kept values, %v", n, row.URL, len(row.Kept), row.Invalid)
				}
				n++
				return nil
			})
			if n == 0 {
				first = used()
			}
			if first > c.room {
				t.Errorf("%d MiB were taken", first)
			}
			var wrong *input.Error
			switch {
			case c.want == "" && (err != nil || n != c.rows):
				t.Errorf("%d rows, %v", n, err)
			case c.want != "" && (!errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// A column is never read on beyond the one before it, whichever of them has the long cells.
func TestLongCellsInTurn(t *testing.T) {
	f := fixture(t, "bomb_dictionary")
	for _, keep := range [][]string{{"text"}, {"other", "text"}, {"url", "text", "other"}} {
		cols := table.Columns{URL: "url", Caption: "other", Keep: keep, Also: []string{"other"}}
		sel := table.Select([]int64{0, 1, 7, 8, 9, 40, 149})
		var got []int64
		err := mustOpen(t, f, cols).Read(context.Background(), sel, inspect(t, f, cols).Index, func(row input.Row) error {
			got = append(got, row.Number)
			want := fmt.Sprint(row.Number)
			if row.URL != want || row.Caption != want || row.Also[0] != want || len(row.Kept) != len(keep) {
				t.Errorf("row %d: %q, %q, %v", row.Number, row.URL, row.Caption, row.Also)
			}
			for i, v := range row.Kept {
				if v.Column() != i {
					t.Errorf("row %d: the values of column %d come as number %d", row.Number, v.Column(), i)
				}
			}
			return nil
		})
		if err != nil || fmt.Sprint(got) != "[0 1 7 8 9 40 149]" {
			t.Errorf("%v: rows %v, %v", keep, got, err)
		}
	}
}

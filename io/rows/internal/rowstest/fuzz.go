package rowstest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// Fuzz inspects bytes from outside and reads them, whole and in parts.
// Either the rows come, the same ones both times, or the file is to blame.
func Fuzz(t *testing.T, data []byte, format input.Format, cols table.Columns) {
	f := &File{Data: data}
	info, err := input.Inspect(context.Background(), f, format, cols)
	if err != nil {
		_ = WantError(t, err)
		return
	}
	whole := TextRows(Read(t, Open(t, f, format, cols), table.Range(0, info.Rows), info.Index))
	r := Open(t, f, format, cols)
	for first := info.Rows - 1; first >= 0; first -= 1 + info.Rows/8 {
		sel := table.Range(first, min(info.Rows-first, 3))
		part := TextRows(Read(t, r, sel, info.Index.Cut(sel)))
		if diff := cmp.Diff(whole[first:first+sel.Count], part, SameNaN); diff != "" {
			t.Fatal(diff)
		}
	}
}

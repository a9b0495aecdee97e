package parquet

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestFloat16: a FLOAT16 is a number wherever numbers are read, and keeps its type.
func TestFloat16(t *testing.T) {
	half := parquet.Optional(parquet.Leaf(float16))
	var b bytes.Buffer
	w := parquet.NewWriter(&b, parquet.NewSchema("halves", parquet.Group{
		"box":   parquet.List(parquet.Leaf(float16)),
		"score": half,
		"url":   parquet.String(),
	}))
	for i, score := range [][]byte{{0x00, 0x38}, nil} { // 0.5
		row := parquet.Row{}
		for j, corner := range [][]byte{{0, 0}, {0x00, 0x3c}, {0x00, 0x40}, {0xff, 0x7b}} { // 0, 1, 2, 65504
			row = append(row, parquet.FixedLenByteArrayValue(corner).Level(min(j, 1), 1, 0))
		}
		value := parquet.FixedLenByteArrayValue(score).Level(0, 1, 1)
		if score == nil {
			value = parquet.NullValue().Level(0, 0, 1)
		}
		row = append(row, value, parquet.ByteArrayValue([]byte{'a' + byte(i)}).Level(0, 0, 2))
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	f := &rowstest.File{Data: b.Bytes()}
	cols := table.Columns{URL: "url", Box: "box", Also: []string{"score"}, KeepAll: true}
	info := inspect(t, f, cols)
	want := []table.Column{{Name: "box", Type: "list<halffloat>"}, {Name: "score", Type: "halffloat"}, {Name: "url", Type: "string"}}
	if diff := cmp.Diff(want, info.Columns); diff != "" {
		t.Error(diff)
	}
	if want := "message {\n\toptional fixed_len_byte_array(2) score (FLOAT16);\n}"; info.Kept != want {
		t.Errorf("kept is %q, want %q", info.Kept, want)
	}
	rows := rowstest.Read(t, mustOpen(t, f, cols), table.Range(0, 2), info.Index)
	for i, also := range []any{0.5, nil} {
		if diff := cmp.Diff([]any{also}, rows[i].Also); diff != "" {
			t.Errorf("row %d: %s", i, diff)
		}
		if diff := cmp.Diff(table.Box{Numbers: []float64{0, 1, 2, 65504}}, rows[i].Box); diff != "" {
			t.Errorf("row %d: %s", i, diff)
		}
	}
}

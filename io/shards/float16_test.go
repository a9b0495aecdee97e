package shards

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows"
)

type halfType struct{ parquet.Type }

func (halfType) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: new(format.Float16Type)}
}

// TestLongDecimal: bounds of decimals that parquet-go orders as bytes without a sign
// would hide negative ones from readers that filter.
func TestLongDecimal(t *testing.T) {
	kept := []rows.KeptColumn{{Name: "price", Node: parquet.Optional(parquet.Decimal(2, 10, parquet.FixedLenByteArrayType(5)))}}
	record := sampleRecord(0, []byte{0xff, 0xd8})
	record.Kept = parquet.Row{parquet.FixedLenByteArrayValue([]byte{0xff, 0xff, 0xff, 0xff, 0x9c}).Level(0, 1, 0)} // -1.00
	var b bytes.Buffer
	w, err := NewWriter(&b, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBase64})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(record), w.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	last := len(file.Metadata().RowGroups[0].Columns) - 1
	index := file.ColumnIndexes()[last]
	want := [][]byte{{0x80, 0, 0, 0, 0}, {0x7f, 0xff, 0xff, 0xff, 0xff}}
	if diff := cmp.Diff(want, [][]byte{index.MinValues[0], index.MaxValues[0]}); diff != "" {
		t.Errorf("bounds: %s", diff)
	}
	wantNoStatistics(t, file.Metadata(), last)
}

// TestFloat16 writes numbers of 16 bits as what they are. parquet-go would order
// them by their bytes, so that bounds of theirs would make readers miss rows.
func TestFloat16(t *testing.T) {
	kept := []rows.KeptColumn{{Name: "half", Node: parquet.Optional(parquet.Leaf(halfType{parquet.FixedLenByteArrayType(2)}))}}
	record := sampleRecord(0, []byte{0xff, 0xd8})
	record.Kept = parquet.Row{parquet.FixedLenByteArrayValue([]byte{0x00, 0xc1}).Level(0, 1, 0)} // -2.5
	write := func(format, encoding string) []byte {
		t.Helper()
		var b bytes.Buffer
		w, err := NewWriter(&b, format, Schema{Kept: kept, ImageEncoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}

	if text := string(write(FormatJSONL, EncodingBase64)); !strings.Contains(text, `"half":-2.5,`) && !strings.Contains(text, `"half":-2.5}`) {
		t.Errorf("JSON Lines: %s", text)
	}
	data := write(FormatParquet, EncodingBase64)
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	meta := file.Metadata()
	if _, ok := meta.Schema[len(meta.Schema)-1].LogicalType.Value.(*format.Float16Type); !ok {
		t.Errorf("Parquet: the column is %v", meta.Schema[len(meta.Schema)-1])
	}
	last := len(meta.RowGroups[0].Columns) - 1
	index := file.ColumnIndexes()[last]
	if diff := cmp.Diff([][]byte{{0x00, 0xfc}, {0x00, 0x7c}}, [][]byte{index.MinValues[0], index.MaxValues[0]}); diff != "" {
		t.Errorf("bounds: %s", diff)
	}
	wantNoStatistics(t, meta, last)
}

func wantNoStatistics(t *testing.T, meta *format.FileMetaData, last int) {
	t.Helper()
	if stats := meta.RowGroups[0].Columns[last].MetaData.Statistics; len(stats.MinValue)+len(stats.MaxValue)+len(stats.Min)+len(stats.Max) != 0 {
		t.Errorf("statistics: %v", stats)
	}
}

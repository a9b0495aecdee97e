package parquet

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// shortFile has a page of 100 values that says it has 120, and is all that the file
// says that it has.
func shortFile(t *testing.T, node parquet.Node, version int) *rowstest.File {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewWriter(&b, parquet.NewSchema("short", parquet.Group{"v": node}),
		parquet.DataPageVersion(version), parquet.DataPageStatistics(false))
	for i := range 100 {
		value := parquet.ValueOf(int64(i))
		switch node.Type().Kind() {
		case parquet.Boolean:
			value = parquet.BooleanValue(i%3 == 0)
		case parquet.Int32:
			value = parquet.Int32Value(int32(i))
		case parquet.Float:
			value = parquet.FloatValue(float32(i))
		case parquet.Double:
			value = parquet.DoubleValue(float64(i))
		case parquet.ByteArray:
			value = parquet.ByteArrayValue([]byte(fmt.Sprint(i)))
		case parquet.FixedLenByteArray:
			value = parquet.FixedLenByteArrayValue([]byte(fmt.Sprintf("%03d", i)))
		}
		if _, err := w.WriteRows([]parquet.Row{{value.Level(0, 0, 0)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return recount(t, unindexed(t, &rowstest.File{Data: b.Bytes()}))
}

// recount raises the counts of a file with one page.
func recount(t *testing.T, f *rowstest.File) *rowstest.File {
	t.Helper()
	header, length, err := decodeHeader(f.Data[4:])
	if err != nil {
		t.Fatal(err)
	}
	body := f.Data[4+length:][:header.CompressedPageSize]
	header.DataPageHeader.V.NumValues, header.DataPageHeaderV2.V.NumValues, header.DataPageHeaderV2.V.NumRows = 120, 120, 120
	head, err := thrift.Marshal(new(thrift.CompactProtocol), header)
	if err != nil {
		t.Fatal(err)
	}
	var meta format.FileMetaData
	_ = refooter(t, f, func(m *format.FileMetaData) { meta = *m })
	column := &meta.RowGroups[0].Columns[0].MetaData
	column.NumValues, column.DataPageOffset, column.DictionaryPageOffset = 120, 4, 0
	column.TotalCompressedSize = int64(len(head) + len(body))
	column.TotalUncompressedSize = column.TotalCompressedSize
	meta.NumRows, meta.RowGroups[0].NumRows = 120, 120
	return &rowstest.File{Data: appendFooter(t, append(append([]byte(magic), head...), body...), &meta)}
}

// TestShortPages: values that are not there are an error that names the column and
// the rows, and not whatever memory holds behind those that are.
func TestShortPages(t *testing.T) {
	tests := map[string]parquet.Node{
		"boolean":    parquet.Leaf(parquet.BooleanType),
		"int32":      parquet.Leaf(parquet.Int32Type),
		"int64":      parquet.Leaf(parquet.Int64Type),
		"uint32":     parquet.Uint(32),
		"float":      parquet.Leaf(parquet.FloatType),
		"double":     parquet.Leaf(parquet.DoubleType),
		"fixed":      parquet.Leaf(parquet.FixedLenByteArrayType(3)),
		"string":     parquet.String(),
		"deltas":     parquet.Encoded(parquet.Leaf(parquet.Int32Type), &parquet.DeltaBinaryPacked),
		"lengths":    parquet.Encoded(parquet.String(), &parquet.DeltaLengthByteArray),
		"prefixes":   parquet.Encoded(parquet.String(), &parquet.DeltaByteArray),
		"split":      parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.ByteStreamSplit),
		"compressed": parquet.Compressed(parquet.Leaf(parquet.DoubleType), &parquet.Zstd),
	}
	for name, node := range tests {
		for version := 1; version <= 2; version++ {
			t.Run(fmt.Sprint(name, " v", version), func(t *testing.T) {
				f := shortFile(t, node, version)
				cols := table.Columns{Also: []string{"v"}}
				r := mustOpen(t, f, cols)
				index, err := r.index(t.Context(), r.groups, r.schema.leaves)
				if err != nil {
					t.Fatal(err)
				}
				rows := 0
				err = r.Read(context.Background(), table.Range(0, 120), index, func(input.Row) error { rows++; return nil })
				if err == nil {
					t.Fatalf("%d rows came", rows)
				}
				rowstest.WantText(t, rowstest.WantError(t, err), "row group 0, column v: reading rows 0 to 119: the page at offset 4: its 120 values: ")
			})
		}
	}
}

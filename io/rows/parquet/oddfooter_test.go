package parquet

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestOddFooters reads files whose footers are odd, as those of some writers are,
// and not damaged.
func TestOddFooters(t *testing.T) {
	whole := fixture(t, "facecaption")
	tests := map[string]*rowstest.File{
		"no count of rows": refooter(t, whole, func(m *format.FileMetaData) { m.NumRows = 0 }),
		// As the oldest writers counted (PARQUET-816).
		"sizes without the dictionary's header": refooter(t, whole, func(m *format.FileMetaData) {
			for _, group := range m.RowGroups {
				for i := range group.Columns {
					group.Columns[i].MetaData.TotalCompressedSize -= 12
				}
			}
		}),
		"a key without a value": withoutValue(t, refooter(t, whole, func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[1].MetaData.KeyValueMetadata = []format.KeyValue{{Key: "lonely"}}
		})),
	}
	want := rowstest.Read(t, mustOpen(t, whole, faceColumns), table.Range(0, 1500), inspect(t, whole, faceColumns).Index)
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			info := inspect(t, f, faceColumns)
			got := rowstest.Read(t, mustOpen(t, f, faceColumns), table.Range(0, info.Rows), info.Index)
			if diff := cmp.Diff(want, got, ignoreKept); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// withoutValue leaves the value of the key "lonely" out of a footer.
func withoutValue(t *testing.T, f *rowstest.File) *rowstest.File {
	t.Helper()
	const key = "\x18\x06lonely"
	data := bytes.Replace(f.Data, []byte(key+"\x18\x00\x00"), []byte(key+"\x00"), 1)
	if len(data) != len(f.Data)-2 {
		t.Fatal("the footer has no such key")
	}
	length := data[len(data)-trailerSize:]
	binary.LittleEndian.PutUint32(length, binary.LittleEndian.Uint32(length)-2)
	return &rowstest.File{Data: data}
}

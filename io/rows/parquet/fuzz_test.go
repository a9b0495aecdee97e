package parquet

import (
	"context"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// FuzzParquet inspects and reads bytes from outside. Either the rows come, as
// many as were asked for, or the file is to blame.
func FuzzParquet(f *testing.F) {
	f.Add([]byte("url,caption\n"))
	f.Add([]byte("PAR1PAR1PAR1"))
	small := faceFile(f, 9, parquet.PageBufferSize(40), parquet.MaxRowsPerRowGroup(5))
	f.Add(small.Data)
	f.Add(unindexed(f, small).Data)
	f.Add(faceFile(f, 4, parquet.DataPageVersion(1), parquet.Compression(&parquet.Snappy)).Data)
	f.Add(unindexed(f, faceFile(f, 4, parquet.DataPageVersion(1), parquet.Compression(&parquet.Zstd))).Data)
	f.Add(splitFile(f, [][]string{{"a", "b"}, {}, {"c", "d", "e"}}, 2).Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, cols := range []table.Columns{faceColumns, {URL: "url", Caption: "words", KeepAll: true, Keep: []string{"url", "words"}}} {
			fuzzRead(t, &rowstest.File{Data: data}, cols)
		}
	})
}

func fuzzRead(t *testing.T, f *rowstest.File, cols table.Columns) {
	info, err := input.Inspect(context.Background(), f, Format(), cols)
	if err != nil {
		_ = rowstest.WantError(t, err)
		return
	}
	r := mustOpen(t, f, cols)
	for _, sel := range []table.Selection{
		table.Range(0, min(info.Rows, 20)),
		table.Select([]int64{0, info.Rows / 2, max(info.Rows-1, 0)}),
	} {
		if info.Rows == 0 {
			continue
		}
		rows := int64(0)
		err := r.Read(context.Background(), sel, info.Index.Cut(sel), func(input.Row) error { rows++; return nil })
		if err != nil {
			_ = rowstest.WantError(t, err)
		} else if rows != sel.Len() {
			t.Fatalf("%d rows of %d came", rows, sel.Len())
		}
	}
}

// FuzzPageHeader decodes page headers from outside.
func FuzzPageHeader(f *testing.F) {
	f.Add(fixtureHeader(f), int64(0))
	f.Add([]byte{0x15, 0x00}, int64(1))
	f.Fuzz(func(t *testing.T, data []byte, off int64) {
		if off < 0 || off >= int64(len(data)) {
			return
		}
		file := &rowstest.File{Data: data}
		headers := headerReader{src: input.File{File: file}, end: file.Size()}
		header, length, err := headers.read(off)
		if err == nil && (header == nil || length <= 0 || length > file.Size()-off) {
			t.Fatalf("a header of %d bytes in %d", length, file.Size()-off)
		}
	})
}

func fixtureHeader(t testing.TB) []byte { return fixture(t, "facecaption").Data[4:400] }

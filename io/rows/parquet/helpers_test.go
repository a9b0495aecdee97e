package parquet

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fixture(t testing.TB, name string) *rowstest.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return &rowstest.File{Data: data}
}

// faceRow has FaceCaption's columns.
type faceRow struct {
	ID      string   `parquet:"_id,optional"`
	URL     *string  `parquet:"url,optional"`
	Caption []string `parquet:"caption,optional,list"`
	Laion   []string `parquet:"laion_caption,optional,list"`
	Box     *string  `parquet:"box,optional"`
}

var faceColumns = table.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true}

// faceFile writes a file with n rows of FaceCaption's columns, with the offset
// index that parquet-go always writes.
func faceFile(t testing.TB, n int64, options ...parquet.WriterOption) *rowstest.File {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[faceRow](&b, options...)
	for i := range n {
		row := faceRow{ID: fmt.Sprintf("%08d", i), Caption: []string{captionOf(i)}}
		if url := urlOf(i); url != "" {
			row.URL = &url
		}
		if box := boxOf(i).Text; box != "" {
			row.Box = &box
		}
		if i%3 == 1 {
			row.Laion = []string{fmt.Sprintf("laion %d", i)}
		}
		if _, err := w.Write([]faceRow{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &rowstest.File{Data: b.Bytes()}
}

func captionOf(i int64) string { return fmt.Sprintf("a face, number %d", i) }

// refooter returns a file with another footer.
func refooter(t testing.TB, f *rowstest.File, change func(*format.FileMetaData)) *rowstest.File {
	t.Helper()
	size := len(f.Data) - trailerSize
	length := int(binary.LittleEndian.Uint32(f.Data[size:]))
	var meta format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), f.Data[size-length:size], &meta); err != nil {
		t.Fatal(err)
	}
	change(&meta)
	return &rowstest.File{Data: appendFooter(t, bytes.Clone(f.Data[:size-length]), &meta)}
}

func appendFooter(t testing.TB, data []byte, meta *format.FileMetaData) []byte {
	t.Helper()
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), meta)
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, footer...)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(footer)))
	return append(data, magic...)
}

// unindexed returns a file without its page index, as pandas would write it.
func unindexed(t testing.TB, f *rowstest.File) *rowstest.File {
	t.Helper()
	return refooter(t, f, func(meta *format.FileMetaData) {
		for _, group := range meta.RowGroups {
			for i := range group.Columns {
				c := &group.Columns[i]
				c.OffsetIndexOffset, c.OffsetIndexLength = 0, 0
				c.ColumnIndexOffset, c.ColumnIndexLength = 0, 0
			}
		}
	})
}

func inspect(t testing.TB, f *rowstest.File, cols table.Columns) table.Info {
	t.Helper()
	info, err := input.Inspect(context.Background(), f, Format(), cols)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func mustOpen(t testing.TB, f *rowstest.File, cols table.Columns) *reader {
	t.Helper()
	r, err := input.Open(f, Format(), cols)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*reader)
}

// oracle reads all of a file's rows with parquet-go's own row reader, from
// front to back, and returns the values of the leaf columns that pick numbers.
func oracle(t testing.TB, f *rowstest.File, pick func(leaf int) (kept int, ok bool)) []parquet.Row {
	t.Helper()
	file, err := parquet.OpenFile(f, f.Size())
	if err != nil {
		t.Fatal(err)
	}
	var out []parquet.Row
	for _, group := range file.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 100)
		for {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var picked parquet.Row
				for _, v := range row {
					if kept, ok := pick(v.Column()); ok {
						picked = append(picked, v.Clone().Level(v.RepetitionLevel(), v.DefinitionLevel(), kept))
					}
				}
				out = append(out, picked)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// wantValues compares rows value by value, with their levels and columns.
func wantValues(t testing.TB, number int64, got, want parquet.Row) {
	t.Helper()
	if !slices.EqualFunc(got, want, parquet.DeepEqual) {
		t.Fatalf("row %d keeps\n%+v, want\n%+v", number, got, want)
	}
}

// longFile has pages whose statistics make their headers many kilobytes long.
func longFile(t testing.TB) *rowstest.File {
	t.Helper()
	type row struct {
		URL string `parquet:"url"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.DataPageStatistics(true), parquet.PageBufferSize(20_000))
	for i := range 40 {
		if _, err := w.Write([]row{{URL: strings.Repeat("x", 3000+i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &rowstest.File{Data: b.Bytes()}
}

// keptGroup is a root over kept columns that leaves them in their order.
type keptGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g *keptGroup) Fields() []parquet.Field { return g.fields }

package rows

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
	"sync/atomic"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/io/table"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memFile is a files.File in memory that counts what is read of it.
type memFile struct {
	data     []byte
	bytes    atomic.Int64
	requests atomic.Int64
	fail     atomic.Pointer[error] // what every read fails with
}

func (f *memFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.fail.Load(); err != nil {
		return 0, *err
	}
	f.requests.Add(1)
	f.bytes.Add(int64(len(p)))
	return bytes.NewReader(f.data).ReadAt(p, off)
}

func (f *memFile) Size() int64     { return int64(len(f.data)) }
func (f *memFile) Version() string { return "1" }
func (f *memFile) Close() error    { return nil }
func (f *memFile) Name() string    { return "mem.parquet" }

// reset forgets the counts.
func (f *memFile) reset() { f.bytes.Store(0); f.requests.Store(0) }

func fixture(t testing.TB, name string) *memFile {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return &memFile{data: data}
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
func faceFile(t testing.TB, n int64, options ...parquet.WriterOption) *memFile {
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
	return &memFile{data: b.Bytes()}
}

func captionOf(i int64) string { return fmt.Sprintf("a face, number %d", i) }

// refooter returns a file with another footer.
func refooter(t testing.TB, f *memFile, change func(*format.FileMetaData)) *memFile {
	t.Helper()
	size := len(f.data) - trailerSize
	length := int(binary.LittleEndian.Uint32(f.data[size:]))
	var meta format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), f.data[size-length:size], &meta); err != nil {
		t.Fatal(err)
	}
	change(&meta)
	return &memFile{data: appendFooter(t, bytes.Clone(f.data[:size-length]), &meta)}
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
func unindexed(t testing.TB, f *memFile) *memFile {
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

func inspect(t testing.TB, f *memFile, cols table.Columns) table.Info {
	t.Helper()
	info, err := Inspect(context.Background(), f, FormatParquet, cols)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func mustOpen(t testing.TB, f *memFile, cols table.Columns) *parquetReader {
	t.Helper()
	r, err := Open(f, FormatParquet, cols)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*parquetReader)
}

func read(t testing.TB, r Reader, sel table.Selection, index table.Index) []Row {
	t.Helper()
	var out []Row
	err := r.Read(context.Background(), sel, index, func(row Row) error {
		out = append(out, row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantInputError checks that an error is the file's fault.
func wantInputError(t testing.TB, err error) *InputError {
	t.Helper()
	var input *InputError
	if !errors.As(err, &input) {
		t.Fatalf("got error %v, want an InputError", err)
	}
	return input
}

// oracle reads all of a file's rows with parquet-go's own row reader, from
// front to back, and returns the values of the leaf columns that pick numbers.
func oracle(t testing.TB, f *memFile, pick func(leaf int) (kept int, ok bool)) []parquet.Row {
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
func longFile(t testing.TB) *memFile {
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
	return &memFile{data: b.Bytes()}
}

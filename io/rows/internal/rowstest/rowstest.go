// Package rowstest has what tests of input formats share: files in memory that count
// what is read of them, and readers of rows as a test states them.
//
// It imports input and knows no format.
package rowstest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// File is a files.File in memory that counts what is read of it.
type File struct {
	Data     []byte
	Bytes    atomic.Int64
	Requests atomic.Int64
	Fail     atomic.Pointer[error] // what every read fails with
}

// ReadAt implements files.File.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	if err := f.Fail.Load(); err != nil {
		return 0, *err
	}
	f.Requests.Add(1)
	f.Bytes.Add(int64(len(p)))
	return bytes.NewReader(f.Data).ReadAt(p, off)
}

// Size implements files.File.
func (f *File) Size() int64 { return int64(len(f.Data)) }

// Version implements files.File.
func (f *File) Version() string { return "1" }

// Close implements files.File.
func (f *File) Close() error { return nil }

// Name is what the file calls itself.
func (f *File) Name() string { return "mem.parquet" }

// Reset forgets the counts.
func (f *File) Reset() { f.Bytes.Store(0); f.Requests.Store(0) }

// Read returns the rows of a selection.
func Read(t testing.TB, r input.Reader, sel table.Selection, index table.Index) []input.Row {
	t.Helper()
	var out []input.Row
	err := r.Read(context.Background(), sel, index, func(row input.Row) error {
		out = append(out, row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// WantError checks that an error is the file's fault.
func WantError(t testing.TB, err error) *input.Error {
	t.Helper()
	var input *input.Error
	if !errors.As(err, &input) {
		t.Fatalf("got error %v, want an *input.Error", err)
	}
	return input
}

// WantText checks what an error says, in one line after the name of the file.
func WantText(t *testing.T, err *input.Error, want string) {
	t.Helper()
	text := err.Error()
	if !strings.Contains(text, want) || strings.Contains(text, "\n") || !strings.HasPrefix(text, "mem.parquet: ") {
		t.Errorf("got %q, want one line with %q", text, want)
	}
}

// Selections are ways to choose among n rows.
func Selections(n int64) map[string]table.Selection {
	rng := rand.New(rand.NewPCG(1, 2))
	out := map[string]table.Selection{
		"none":  {},
		"all":   table.Range(0, n),
		"first": table.Range(0, 1),
		"last":  table.Range(n-1, 1),
		"pair":  table.Select([]int64{n / 3, n - 2}),
		"run":   table.Range(n/3, n/4),
	}
	for name, share := range map[string]float64{"few": 0.01, "some": 0.1, "half": 0.5, "most": 0.95} {
		var numbers []int64
		for i := range n {
			if rng.Float64() < share {
				numbers = append(numbers, i)
			}
		}
		out[name] = table.Select(numbers)
	}
	return out
}

// Text returns a file of text.
func Text(text string) *File { return &File{Data: []byte(text)} }

// Gzip packs each part as a member of its own.
func Gzip(t testing.TB, parts ...string) *File {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		pack(t, gzip.NewWriter(&b), part)
	}
	return &File{Data: b.Bytes()}
}

// Zstd packs each part as a frame of its own.
func Zstd(t testing.TB, parts ...string) *File {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		w, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		pack(t, w, part)
	}
	return &File{Data: b.Bytes()}
}

func pack(t testing.TB, w io.WriteCloser, text string) {
	t.Helper()
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// ReadAll reads all of a text file's rows, with what is invalid as text.
func ReadAll(t testing.TB, f *File, format input.Format, cols table.Columns) ([]TextRow, table.Info) {
	t.Helper()
	info := Inspect(t, f, format, cols)
	return TextRows(Read(t, Open(t, f, format, cols), table.Range(0, info.Rows), info.Index)), info
}

// TextRow is a Row as a test states it.
type TextRow struct {
	URL, Caption string
	HasCaption   bool
	Box          table.Box
	Kept, Also   []any
	Invalid      string
}

// TextRows returns rows as a test states them.
func TextRows(rows []input.Row) []TextRow {
	var out []TextRow
	for _, row := range rows {
		got := TextRow{URL: row.URL, Caption: row.Caption, HasCaption: row.HasCaption, Box: row.Box, Also: row.Also}
		for _, v := range row.Kept {
			got.Kept = append(got.Kept, goValue(v))
		}
		if row.Invalid != nil {
			got.Invalid = row.Invalid.Error()
		}
		out = append(out, got)
	}
	return out
}

func goValue(v parquet.Value) any {
	if v.IsNull() {
		return nil
	}
	switch v.Kind() {
	case parquet.Boolean:
		return v.Boolean()
	case parquet.Int64:
		return v.Int64()
	case parquet.Double:
		return v.Double()
	default:
		return string(v.ByteArray())
	}
}

// SameNaN lets NaN equal itself.
var SameNaN = cmp.FilterValues(func(a, b float64) bool { return math.IsNaN(a) && math.IsNaN(b) },
	cmp.Comparer(func(_, _ float64) bool { return true }))

// Inspect inspects a file.
func Inspect(t testing.TB, f *File, format input.Format, cols table.Columns) table.Info {
	t.Helper()
	info, err := input.Inspect(context.Background(), f, format, cols)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// Open opens a file.
func Open(t testing.TB, f *File, format input.Format, cols table.Columns) input.Reader {
	t.Helper()
	r, err := input.Open(f, format, cols)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

package rows

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

func textOfFile(text string) *memFile { return &memFile{data: []byte(text)} }

// gzipped packs each part as a member of its own.
func gzipped(t testing.TB, parts ...string) *memFile {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		pack(t, gzip.NewWriter(&b), part)
	}
	return &memFile{data: b.Bytes()}
}

// zstandard packs each part as a frame of its own.
func zstandard(t testing.TB, parts ...string) *memFile {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		w, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		pack(t, w, part)
	}
	return &memFile{data: b.Bytes()}
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

func inspectAs(t testing.TB, f *memFile, format string, cols table.Columns) table.Info {
	t.Helper()
	info, err := Inspect(context.Background(), f, format, cols)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func openAs(t testing.TB, f *memFile, format string, cols table.Columns) *textReader {
	t.Helper()
	r, err := Open(f, format, cols)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*textReader)
}

// readAll reads all of a text file's rows, with what is invalid as text.
func readAll(t testing.TB, f *memFile, format string, cols table.Columns) ([]textRow, table.Info) {
	t.Helper()
	info := inspectAs(t, f, format, cols)
	return textRows(read(t, openAs(t, f, format, cols), table.Range(0, info.Rows), info.Index)), info
}

// textRow is a Row as a test states it.
type textRow struct {
	URL, Caption string
	HasCaption   bool
	Box          table.Box
	Kept, Also   []any
	Invalid      string
}

func textRows(rows []Row) []textRow {
	var out []textRow
	for _, row := range rows {
		got := textRow{URL: row.URL, Caption: row.Caption, HasCaption: row.HasCaption, Box: row.Box, Also: row.Also}
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

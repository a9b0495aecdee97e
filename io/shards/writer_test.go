package shards

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
)

func TestNewWriterRefuses(t *testing.T) {
	many := make([]rows.KeptColumn, parquet.MaxColumnIndex)
	for i := range many {
		many[i] = rows.KeptColumn{Name: strings.Repeat("x", 1+i%50), Node: parquet.String()}
	}
	for _, c := range []struct {
		name, format string
		schema       Schema
		want         string
	}{
		{"format", "csv", Schema{ImageEncoding: EncodingBase64}, `output format "csv": want parquet, jsonl, webdataset, tfrecord`},
		{"encoding", FormatParquet, Schema{ImageEncoding: "hex"}, `image encoding "hex"`},
		{"no encoding", FormatJSONL, Schema{}, `image encoding ""`},
		{"base64 in a tar", FormatWebDataset, Schema{ImageEncoding: EncodingBase64}, "webdataset takes binary"},
		{"binary in JSON", FormatJSONL, Schema{ImageEncoding: EncodingBinary}, "jsonl takes base64"},
		{"too many columns", FormatParquet, Schema{ImageEncoding: EncodingBase64, Kept: many}, "more than a Parquet file can hold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := NewWriter(io.Discard, c.format, c.schema); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestWriterRefusesRows holds that kept values which do not fit their columns
// are an error: parquet-go takes them on trust.
func TestWriterRefusesRows(t *testing.T) {
	kept := []rows.KeptColumn{
		{Name: "n", Node: parquet.Leaf(parquet.Int32Type)},
		{Name: "s", Node: parquet.Optional(parquet.String())},
		{Name: "u", Node: parquet.Repeated(parquet.UUID())},
		{Name: "z", Node: parquet.Optional(parquet.Leaf(parquet.NullType))},
	}
	n, s := at(0, 0, 0, parquet.Int32Value(1)), at(0, 1, 1, bytesValue("x"))
	u, z := at(0, 1, 2, parquet.FixedLenByteArrayValue(make([]byte, 16))), at(0, 0, 3, null)
	for _, c := range []struct {
		name string
		row  parquet.Row
		want string
	}{
		{"fits", parquet.Row{n, s, u, z}, ""},
		{"nothing", nil, "no value"},
		{"a leaf is missing", parquet.Row{n, s, z}, "no value"},
		{"a leaf too many", parquet.Row{n, s, u, z, at(0, 0, 4, null)}, "1 values beyond its 4 kept leaves"},
		{"another kind", parquet.Row{at(0, 0, 0, parquet.Int64Value(1)), s, u, z}, "INT64 in a column of INT32"},
		{"a number for a string", parquet.Row{n, at(0, 1, 1, parquet.Int64Value(1)), u, z}, "INT64 in a column of BYTE_ARRAY"},
		{"null where required", parquet.Row{at(0, 0, 0, null), s, u, z}, "null at definition level 0"},
		{"null as though present", parquet.Row{n, at(0, 1, 1, null), u, z}, "null at definition level 1"},
		{"value as though absent", parquet.Row{n, at(0, 0, 1, bytesValue("x")), u, z}, "a value at definition level 0 of 1"},
		{"deeper than the schema", parquet.Row{n, at(0, 2, 1, bytesValue("x")), u, z}, "levels 0, 2 exceed 0, 1"},
		{"two values where one fits", parquet.Row{n, n, s, u, z}, "repetition level 0 at the wrong place"},
		{"starts with a repetition", parquet.Row{n, s, at(1, 1, 2, parquet.FixedLenByteArrayValue(make([]byte, 16))), z}, "repetition level 1 at the wrong place"},
		{"short fixed bytes", parquet.Row{n, s, at(0, 1, 2, fixed(1, 2)), z}, "2 bytes in a column of 16"},
		{"value in a null column", parquet.Row{n, s, u, at(0, 1, 3, parquet.Int32Value(1))}, "INT32 in a column of nulls"},
	} {
		for _, format := range []string{FormatParquet, FormatJSONL} {
			t.Run(c.name+"/"+format, func(t *testing.T) {
				w, err := NewWriter(io.Discard, format, Schema{Kept: kept, ImageEncoding: EncodingBase64})
				if err != nil {
					t.Fatal(err)
				}
				err = w.Write(&Record{ID: "f#1", Kept: c.row})
				checkError(t, err, c.want)
				checkError(t, w.Close(), c.want)
			})
		}
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("got %v, want no error", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("got %v, want %q", err, want)
	}
}

// fullDisk takes so many bytes and then fails.
type fullDisk struct{ left int }

var errFull = errors.New("the disk is full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterKeepsItsError(t *testing.T) {
	for _, format := range []string{FormatParquet, FormatJSONL} {
		t.Run(format, func(t *testing.T) {
			w, err := NewWriter(&fullDisk{left: 10}, format, Schema{ImageEncoding: EncodingBase64})
			if err != nil {
				t.Fatal(err)
			}
			_ = w.Write(&Record{ID: "f#1"}) // Parquet buffers it
			if err := w.Close(); !errors.Is(err, errFull) {
				t.Errorf("Close: %v", err)
			}
			if err := w.Write(&Record{ID: "f#2"}); !errors.Is(err, errFull) {
				t.Errorf("Write: %v", err)
			}
		})
	}
}

func TestWriterIsClosedOnce(t *testing.T) {
	for _, format := range []string{FormatParquet, FormatJSONL} {
		t.Run(format, func(t *testing.T) {
			var buf bytes.Buffer
			w, err := NewWriter(&buf, format, Schema{ImageEncoding: EncodingBase64})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			size := buf.Len()
			if err := w.Close(); !errors.Is(err, errClosed) {
				t.Errorf("Close: %v", err)
			}
			if err := w.Write(&Record{}); !errors.Is(err, errClosed) {
				t.Errorf("Write: %v", err)
			}
			if buf.Len() != size {
				t.Errorf("%d bytes were written after Close", buf.Len()-size)
			}
		})
	}
}

// TestWriterKeepsNoRecord changes a record after it was written.
func TestWriterKeepsNoRecord(t *testing.T) {
	for _, format := range []string{FormatParquet, FormatJSONL} {
		t.Run(format, func(t *testing.T) {
			s := Schema{Kept: []rows.KeptColumn{{Name: "s", Node: parquet.String()}}, ImageEncoding: EncodingBase64}
			shard := func(spoil bool) []byte {
				image, kept := []byte("picture"), []byte("kept")
				var buf bytes.Buffer
				w, err := NewWriter(&buf, format, s)
				if err != nil {
					t.Fatal(err)
				}
				if err := w.Write(&Record{Image: image, Kept: parquet.Row{at(0, 0, 0, parquet.ByteArrayValue(kept))}}); err != nil {
					t.Fatal(err)
				}
				if spoil {
					clear(image)
					clear(kept)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				return buf.Bytes()
			}
			if !bytes.Equal(shard(true), shard(false)) {
				t.Error("the shard holds what the record became later")
			}
		})
	}
}

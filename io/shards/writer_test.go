package shards

import (
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

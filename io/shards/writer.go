package shards

import (
	"errors"
	"fmt"
	"io"
)

// Writer writes the records of one data shard in the order they come. It is
// not safe for concurrent use, and it keeps no reference to a record.
type Writer interface {
	// Write adds one record. After an error the shard is lost: every later
	// call returns that error.
	Write(*Record) error
	// Close completes the file. It does not close the underlying writer.
	Close() error
}

var errClosed = errors.New("the shard writer is closed")

// NewWriter starts a data shard of the given format, FormatParquet or
// FormatJSONL. Binary images in JSON lines are an error.
func NewWriter(w io.Writer, format string, s Schema) (Writer, error) {
	if s.ImageEncoding != EncodingBase64 && s.ImageEncoding != EncodingBinary {
		return nil, fmt.Errorf("image encoding %q: want %s or %s", s.ImageEncoding, EncodingBase64, EncodingBinary)
	}
	switch format {
	case FormatParquet:
		return newParquetWriter(w, s)
	case FormatJSONL:
		if s.ImageEncoding == EncodingBinary {
			return nil, errors.New("image encoding binary: JSON cannot hold bytes, use base64 with jsonl")
		}
		return newJSONLWriter(w, s), nil
	default:
		return nil, fmt.Errorf("output format %q: want %s or %s", format, FormatParquet, FormatJSONL)
	}
}

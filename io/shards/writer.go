package shards

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
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

// maxKeptLeaves leaves room for our own columns among those of a Parquet file.
const maxKeptLeaves = parquet.MaxColumnIndex - 100

// NewWriter starts a data file of one of the formats that FilesOf lists. Images
// of an encoding that the format does not take are an error.
func NewWriter(w io.Writer, format string, s Schema) (Writer, error) {
	if n := len(leavesOf(s.Kept)); format != FormatJSONL && n > maxKeptLeaves {
		return nil, fmt.Errorf("%d kept columns are more than a Parquet file can hold", n)
	}
	if format == FormatIndex {
		return newParquetWriter(w, s.indexColumns(), s.Kept, s.webDatasetNames(), nil), nil
	}
	if err := CheckEncoding(format, s.ImageEncoding); err != nil {
		return nil, err
	}
	switch format {
	case FormatParquet:
		return newParquetShard(w, s)
	case FormatWebDataset:
		return newTarWriter(w, s), nil
	case FormatTFRecord:
		return newTFRecordWriter(w, s), nil
	default:
		return newJSONLWriter(w, s), nil
	}
}

package shards

import (
	"fmt"
	"io"
)

// Reader reads the records of a data file that a Writer of this package wrote,
// in their order. It is not safe for concurrent use.
//
// A record comes without Key, Caption, HasCaption and Kept: those are its row's,
// and the row's file has them. The numbers of its box have 32 bits in TFRecord.
type Reader interface {
	// Read returns the next record, which is the caller's; io.EOF after the last
	// one. After an error, it returns that error.
	Read() (*Record, error)
	// Close lets go of what the reader holds. It does not close the file.
	Close() error
}

// NewReader starts reading a file of size bytes of one of Formats, written with
// schema s. A file that is damaged, or of another schema, is an error, here or
// when Read comes to it.
func NewReader(r io.ReaderAt, size int64, format string, s Schema) (Reader, error) {
	if err := CheckEncoding(format, s.ImageEncoding); err != nil {
		return nil, err
	}
	var next nexter
	switch format {
	case FormatParquet:
		var err error
		if next, err = newParquetReader(r, size, s); err != nil {
			return nil, fmt.Errorf("opening the shard: %w", err)
		}
	case FormatWebDataset:
		next = newTarReader(r, size, s)
	case FormatTFRecord:
		next = newTFRecordReader(r, size, s)
	default:
		next = newJSONLReader(r, size, s)
	}
	return &reader{next: next}, nil
}

// nexter is what a format's own reader does.
type nexter interface {
	next() (*Record, error) // io.EOF after the last
	close() error
}

// reader keeps the first error of a format's own reader, and counts.
type reader struct {
	next nexter
	read int
	err  error
}

// Read implements Reader.
func (r *reader) Read() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	record, err := r.next.next()
	switch {
	case err == io.EOF: //nolint:errorlint // a wrapped one is a file that is cut short
		r.err = err
	case err != nil:
		r.err = fmt.Errorf("record %d of the shard: %w", r.read, err)
	default:
		r.read++
		return record, nil
	}
	return nil, r.err
}

// Close implements Reader.
func (r *reader) Close() error { return r.next.close() }

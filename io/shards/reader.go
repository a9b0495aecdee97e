package shards

import (
	"fmt"
	"io"
)

// NewReader starts reading a file of size bytes of one of Formats, written with
// schema s. A file that is damaged, or of another schema, is an error, here or
// when Read comes to it. After an error, Read returns that error.
func NewReader(r io.ReaderAt, size int64, format string, s Schema) (Reader, error) {
	f, err := encodedIn(format, s.ImageEncoding)
	if err != nil {
		return nil, err
	}
	opened, err := f.NewReader(r, size, s)
	if err != nil {
		return nil, fmt.Errorf("opening the shard: %w", err)
	}
	return &reader{of: opened}, nil
}

// reader keeps the first error of a format's own reader, and counts.
type reader struct {
	of   Reader
	read int
	err  error
}

// Read implements Reader.
func (r *reader) Read() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	record, err := r.of.Read()
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
func (r *reader) Close() error { return r.of.Close() }

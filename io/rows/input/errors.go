package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
)

// Error is a user's mistake in an input file: it is not Parquet, it is
// cut short or damaged, a column is missing or of a wrong type. Its text is
// one line.
type Error struct {
	File string // what the file calls itself; rows.In puts its URI here
	Err  error
}

// Error returns the file and what is wrong with it, in one line.
func (e *Error) Error() string {
	text := strings.Join(strings.Fields(e.Err.Error()), " ")
	if e.File == "" {
		return text
	}
	return e.File + ": " + text
}

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// OtherError is trouble that is not the file's fault: its bytes cannot be
// reached, or a caller's index does not fit.
type OtherError struct{ Err error }

// Error returns what the trouble is.
func (e *OtherError) Error() string { return e.Err.Error() }

// Unwrap returns what the trouble is.
func (e *OtherError) Unwrap() error { return e.Err }

// File is a file whose failing reads can be told from damaged content.
type File struct{ files.File }

// ReadAt reads all of p, or fails.
func (f File) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	switch {
	case n == len(p):
		return n, nil
	case err == nil || errors.Is(err, io.EOF):
		return n, io.ErrUnexpectedEOF
	default:
		return n, &OtherError{Err: fmt.Errorf("reading %d bytes at offset %d: %w", len(p), off, err)}
	}
}

// Blame makes an error into an Error, unless the file is not to blame.
func Blame(f files.File, err error) error {
	var other *OtherError
	var input *Error
	switch {
	case err == nil, errors.As(err, &input), errors.As(err, &other):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	default:
		return &Error{File: nameOf(f), Err: err}
	}
}

// nameOf returns what a file calls itself. An *os.File does; a file need not.
func nameOf(f files.File) string {
	if named, ok := f.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

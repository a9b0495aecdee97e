package rows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
)

// InputError is a user's mistake in an input file: it is not Parquet, it is
// cut short or damaged, a column is missing or of a wrong type. Its text is
// one line.
type InputError struct {
	File string // what the file calls itself; In puts its URI here
	Err  error
}

// Error returns the file and what is wrong with it, in one line.
func (e *InputError) Error() string {
	text := strings.Join(strings.Fields(e.Err.Error()), " ")
	if e.File == "" {
		return text
	}
	return e.File + ": " + text
}

// Unwrap returns what is wrong.
func (e *InputError) Unwrap() error { return e.Err }

// In names the file that an error is about by its URI, unless err is nil.
func In(uri string, err error) error {
	var input *InputError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &input):
		return &InputError{File: uri, Err: input.Err}
	default:
		return fmt.Errorf("%s: %w", uri, err)
	}
}

// otherError is trouble that is not the file's fault: its bytes cannot be
// reached, or a caller's index does not fit.
type otherError struct{ err error }

func (e *otherError) Error() string { return e.err.Error() }
func (e *otherError) Unwrap() error { return e.err }

// source is a file whose failing reads can be told from damaged content.
type source struct{ files.File }

// ReadAt reads all of p, or fails.
func (s source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.File.ReadAt(p, off)
	switch {
	case n == len(p):
		return n, nil
	case err == nil || errors.Is(err, io.EOF):
		return n, io.ErrUnexpectedEOF
	default:
		return n, &otherError{fmt.Errorf("reading %d bytes at offset %d: %w", len(p), off, err)}
	}
}

// blame makes an error into an InputError, unless the file is not to blame.
func blame(f files.File, err error) error {
	var other *otherError
	var input *InputError
	switch {
	case err == nil, errors.As(err, &input), errors.As(err, &other):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	default:
		return &InputError{File: nameOf(f), Err: err}
	}
}

// nameOf returns what a file calls itself. An *os.File does; a file need not.
func nameOf(f files.File) string {
	if named, ok := f.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

// recovered turns a panic into an error. parquet-go panics on some damaged
// files; defer it around calls into parquet-go and around nothing else.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}

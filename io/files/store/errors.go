package store

import (
	"errors"
	"fmt"
	"io/fs"
)

// Errors that callers tell apart.
var (
	// ErrChanged is Commit's error where somebody else wrote the file meanwhile
	// (after CreateIf only), or had CleanTemps remove what was written so far.
	ErrChanged = errors.New("somebody else changed it meanwhile")
	// ErrSwept is of a writer whose temporary file or upload is gone.
	ErrSwept = fmt.Errorf("what was written so far is gone: %w", ErrChanged)
	// ErrReplaced is no fs.ErrNotExist: the file was there, and may be again
	// with other content.
	ErrReplaced          = errors.New("it was replaced or removed after it was opened")
	ErrNoBucket    error = notFound("the bucket does not exist")
	ErrNoMatch     error = notFound("no file matches")
	ErrEmptyFolder error = notFound("the folder holds no file")
	ErrFolder            = errors.New("a folder, not a file")
	ErrOutside           = errors.New("it leads out of the folder")
	ErrClosed            = fmt.Errorf("files is closed: %w", fs.ErrClosed)
)

// Wrap says what was being done to which file.
func Wrap(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", op, name, err)
}

// notFound is an fs.ErrNotExist that says by itself what is not there.
type notFound string

func (e notFound) Error() string { return string(e) }

// Is has errors.Is take it for fs.ErrNotExist.
func (notFound) Is(target error) bool { return target == fs.ErrNotExist }

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
	ErrReplaced    = errors.New("it was replaced or removed after it was opened")
	ErrNoBucket    = fmt.Errorf("the bucket does not exist: %w", fs.ErrNotExist)
	ErrNoMatch     = fmt.Errorf("no file matches: %w", fs.ErrNotExist)
	ErrEmptyFolder = fmt.Errorf("the folder holds no file: %w", fs.ErrNotExist)
	ErrFolder      = errors.New("a folder, not a file")
	ErrOutside     = errors.New("it leads out of the folder")
	ErrClosed      = fmt.Errorf("files is closed: %w", fs.ErrClosed)
)

// Wrap says what was being done to which file.
func Wrap(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", op, name, err)
}

package pngcrop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for kinds of PNG that the specification
// does not have: other methods, other kinds of pixels, Apple's variant; and for
// rows of more than 256 MB.
var ErrUnsupported = errors.New("pngcrop: unsupported")

// FormatError says why the data is not a valid PNG picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "pngcrop: invalid PNG: " + string(e) }

const (
	errOrder  = FormatError("a chunk out of order")
	errLength = FormatError("a chunk of a wrong length")
)

// errShort is returned where the file ends before the pixels do.
var errShort = fmt.Errorf("pngcrop: the picture is cut short: %w", io.ErrUnexpectedEOF)

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

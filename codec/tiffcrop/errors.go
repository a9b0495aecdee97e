package tiffcrop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for kinds of TIFF that are not decoded,
// though they may be valid.
var ErrUnsupported = errors.New("tiffcrop: unsupported")

// FormatError says why the data is not a valid TIFF file.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "tiffcrop: invalid TIFF: " + string(e) }

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

func short(what string) error {
	return fmt.Errorf("tiffcrop: the data ends within %s: %w", what, io.ErrUnexpectedEOF)
}

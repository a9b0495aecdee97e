package bmpcrop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for bitmaps that this package does not
// decode, though they may be valid.
var ErrUnsupported = errors.New("bmpcrop: unsupported")

// FormatError says why the data is not a valid bitmap.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "bmpcrop: invalid BMP: " + string(e) }

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

func short(what string) error {
	return fmt.Errorf("bmpcrop: the data ends within %s: %w", what, io.ErrUnexpectedEOF)
}

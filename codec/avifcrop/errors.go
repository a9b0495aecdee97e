package avifcrop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for pictures that are not decoded, though
// they may be valid.
var ErrUnsupported = errors.New("avifcrop: unsupported")

// FormatError says why the data is not a valid AVIF picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "avifcrop: invalid AVIF: " + string(e) }

func short(what string) error {
	return fmt.Errorf("avifcrop: the data ends within %s: %w", what, io.ErrUnexpectedEOF)
}

package jpegcrop

import (
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by the errors for pictures of a kind that this
// package recognises but does not do, and says which that is: 12 bits, arithmetic
// coding, lossless and hierarchical JPEG, and other numbers of components than 1, 3
// and 4. Lossless and reduced decoding wrap it for more, see there, and Encode for
// pictures that are neither *image.YCbCr nor *image.Gray.
var ErrUnsupported = errors.New("jpegcrop: not supported")

// FormatError says why the data is not a valid JPEG picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "jpegcrop: invalid JPEG: " + string(e) }

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

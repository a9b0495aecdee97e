package jpegcrop

import (
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by the errors for pictures of a kind that this
// package recognises but leaves to others: CMYK and YCCK, RGB, samplings other
// than 4:4:4, 4:2:2, 4:4:0 and 4:2:0, 12 bits, arithmetic coding, lossless and
// hierarchical JPEG, and a height that only a DNL marker tells. Encode wraps
// it for pictures that are neither *image.YCbCr nor *image.Gray.
var ErrUnsupported = errors.New("jpegcrop: left to other decoders")

// FormatError says why the data is not a valid JPEG picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "jpegcrop: invalid JPEG: " + string(e) }

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

package pngcrop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for pictures that this package leaves
// to image/png, which may decode them or not: interlaced ones, unknown methods
// and kinds of pixels, and data behind the stream that image/png sometimes
// accepts.
var ErrUnsupported = errors.New("pngcrop: left to other decoders")

// FormatError says why the data is not a valid PNG picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "pngcrop: invalid PNG: " + string(e) }

const (
	errOrder  = FormatError("a chunk out of order")
	errLength = FormatError("a chunk of a wrong length")
)

// errShort is returned where the file ends before its IEND chunk does.
var errShort = fmt.Errorf("pngcrop: the picture is cut short: %w", io.ErrUnexpectedEOF)

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

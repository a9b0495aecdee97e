package gifcrop

import (
	"fmt"
	"io"
)

// FormatError says why the data is not a valid GIF picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "gifcrop: invalid GIF: " + string(e) }

func short(what string) error {
	return fmt.Errorf("gifcrop: the data ends within %s: %w", what, io.ErrUnexpectedEOF)
}

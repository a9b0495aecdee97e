package vp8lcrop

import (
	"fmt"
	"io"
)

// FormatError says why the data is not a valid VP8L picture.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "vp8lcrop: invalid VP8L: " + string(e) }

var errShort = fmt.Errorf("vp8lcrop: the picture is cut short: %w", io.ErrUnexpectedEOF)

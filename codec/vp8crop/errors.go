package vp8crop

import (
	"errors"
	"fmt"
	"io"
)

// ErrUnsupported is wrapped by the errors for frames that this package leaves to
// others: those that are no key frames, and what no encoder writes and decoders
// differ on.
var ErrUnsupported = errors.New("vp8crop: left to other decoders")

// FormatError says why the data is not a valid key frame.
type FormatError string

// Error returns the reason with the package's name.
func (e FormatError) Error() string { return "vp8crop: invalid VP8: " + string(e) }

func short(what string) error { return fmt.Errorf("vp8crop: %s: %w", what, io.ErrUnexpectedEOF) }

package inflate

import (
	"fmt"
	"io"
)

// CorruptError says why the data is not a valid zlib stream.
type CorruptError string

// Error returns the reason with the package's name.
func (e CorruptError) Error() string { return "inflate: invalid stream: " + string(e) }

// ErrDictionary is the error for a stream with a preset dictionary.
const ErrDictionary = CorruptError("it needs a preset dictionary")

// errShort is returned where the stream goes on and its data does not.
var errShort = fmt.Errorf("inflate: the stream is cut short: %w", io.ErrUnexpectedEOF)

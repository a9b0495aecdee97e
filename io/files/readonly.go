package files

import (
	"context"
	"errors"
	"fmt"
)

// errReadOnly is of the stores that are inputs only.
var errReadOnly = fmt.Errorf("it can be read and not written: use a local path, gs:// or s3:// (%w)", errors.ErrUnsupported)

// readOnly is the half of a store that the web does not have.
type readOnly struct{}

func (readOnly) create(context.Context, string, condition) (Writer, error) { return nil, errReadOnly }
func (readOnly) remove(context.Context, string) error                      { return errReadOnly }
func (readOnly) cleanTemps(context.Context, string, func(string) bool) error {
	return errReadOnly
}

// ReadOnly says whether a URI is of a place that can only be read: https://,
// http:// or hf://.
func ReadOnly(uri string) bool {
	switch scheme(uri) {
	case httpsScheme, httpScheme, hfScheme:
		return true
	}
	return false
}

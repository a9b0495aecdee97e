package files

import (
	"context"
	"errors"
	"fmt"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// errReadOnly is of the stores that are inputs only.
var errReadOnly = fmt.Errorf("it can be read and not written: use a local path, gs:// or s3:// (%w)", errors.ErrUnsupported)

// readOnly is the half of a store that the web does not have.
type readOnly struct{}

func (readOnly) Create(context.Context, string, store.Condition) (store.Writer, error) {
	return nil, errReadOnly
}
func (readOnly) Remove(context.Context, string) error { return errReadOnly }
func (readOnly) CleanTemps(context.Context, string, func(string) bool) error {
	return errReadOnly
}

// ReadOnly says whether a URI is of a place that can only be read: https://,
// http:// or hf://.
func ReadOnly(uri string) bool {
	switch store.Scheme(uri) {
	case httpsScheme, httpScheme, hfScheme:
		return true
	}
	return false
}

// Close implements store.Reader; Files closes the client.
func (readOnly) Close() error { return nil }

package rows

import (
	"errors"
	"fmt"
)

// In names the file that an error is about by its URI, unless err is nil.
func In(uri string, err error) error {
	var input *InputError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &input):
		return &InputError{File: uri, Err: input.Err}
	default:
		return fmt.Errorf("%s: %w", uri, err)
	}
}

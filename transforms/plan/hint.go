package plan

import (
	"errors"
	"io/fs"
	"regexp"

	"github.com/beamcrop/beamcrop/io/rows"
)

// hubName is how the Hugging Face Hub names datasets.
var hubName = regexp.MustCompile(`^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$`)

// hint says what somebody may have meant whose input does not exist.
func hint(pattern string, err error) string {
	if errors.Is(err, fs.ErrNotExist) && hubName.MatchString(pattern) && rows.FormatOf(pattern) == "" {
		return " (is it a dataset of the Hugging Face Hub? write hf://datasets/" + pattern + ")"
	}
	return ""
}

package pipeline

import (
	"errors"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/io/table"
)

// meantColumn says which column was most likely meant by one that is not there, to
// put after the error.
func meantColumn(err error) string {
	var missing *table.MissingColumn
	if !errors.As(err, &missing) {
		return ""
	}
	return spelling.Suggest(missing.Name, "", missing.There)
}

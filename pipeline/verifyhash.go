package pipeline

import (
	"slices"

	"github.com/beamcrop/beamcrop/io/rows"
)

// verifying has the column of hashes read, too.
func (o Options) verifying(c rows.Columns) rows.Columns {
	if o.VerifyHash != "" && !slices.Contains(c.Also, o.VerifyHash) {
		c.Also = append(slices.Clip(c.Also), o.VerifyHash)
	}
	return c
}

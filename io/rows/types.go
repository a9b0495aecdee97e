package rows

import "github.com/beamcrop/beamcrop/io/table"

// What Open and the others take and give, under the names that their callers have
// for it. Package table describes them.
type (
	Columns       = table.Columns
	Column        = table.Column
	Info          = table.Info
	Index         = table.Index
	Selection     = table.Selection
	MissingColumn = table.MissingColumn
)

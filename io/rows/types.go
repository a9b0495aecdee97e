package rows

import (
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// What Open and the others take and give, under the names that callers have for it.
type (
	// Columns says which columns of a dataset mean what.
	Columns = table.Columns
	// Column describes a column of a file.
	Column = table.Column
	// Info is what Inspect finds out about a file.
	Info = table.Info
	// Index is where a file's rows lie, as far as the file does not tell.
	Index = table.Index
	// Selection is a set of rows of a file.
	Selection = table.Selection
	// MissingColumn is that a column is not there.
	MissingColumn = table.MissingColumn
	// Row is a row with its kept columns.
	Row = input.Row
	// Reader reads rows of one file.
	Reader = input.Reader
	// InputError is a user's mistake in an input file.
	InputError = input.Error
	// KeptColumn is a column that is kept with its own type.
	KeptColumn = kept.Column
)

package input

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

// Row is one row of a dataset with its kept columns. It holds copies and is safe to
// keep.
type Row struct {
	table.Row
	Kept parquet.Row // the kept columns' leaf values with their levels; columns count from 0 in Kept's schema
}

// NoValues are the further values of a row that cannot be read.
func NoValues(columns int) []any {
	if columns == 0 {
		return nil
	}
	return make([]any, columns)
}

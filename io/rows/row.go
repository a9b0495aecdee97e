package rows

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

// Row is one row of a dataset. It holds copies and is safe to keep.
type Row struct {
	table.Row
	Kept parquet.Row // the kept columns' leaf values with their levels; columns count from 0 in Kept's schema
}

// KeptColumn is a column that is kept with its own type.
type KeptColumn struct {
	Name string
	// Node is the column's type, repetition and nested structure, with its
	// fields in the file's order, and without encodings, compression or field
	// ids, so that it can take part in a new schema.
	Node parquet.Node
}

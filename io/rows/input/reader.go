package input

import (
	"context"

	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// Reader reads rows of one file. It is safe for concurrent use.
type Reader interface {
	// Kept returns the kept columns in the order of Row.Kept.
	Kept(index table.Index) []kept.Column
	// Read yields the rows of sel in ascending order. An error of yield ends the
	// read and is returned as it is. Memory is bounded, whatever sel.
	//
	// Here as for Kept, index is what Inspect returned for the file and the same
	// columns, or what Cut left of it for sel.
	Read(ctx context.Context, sel table.Selection, index table.Index, yield func(Row) error) error
	// Head yields the first rows, n at most, which may be all, without an index; and
	// without kept columns where only the whole file tells their types.
	Head(ctx context.Context, n int64, yield func(Row) error) error
	// Inspect returns what the file holds, with an index of where its rows lie.
	Inspect(ctx context.Context) (table.Info, error)
}

package parquet

import (
	"bytes"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// Name is that of the format.
const Name = "parquet"

// Format returns the format Parquet.
func Format() input.Format {
	return input.Format{
		Name:    Name,
		Endings: []string{".parquet"},
		Family:  Name,
		Open: func(f input.File, cols table.Columns) (input.Reader, error) {
			return openReader(f, cols)
		},
		Columns: columns,
		Unify:   unify,
		Starts:  func(start []byte) bool { return bytes.HasPrefix(start, []byte(magic)) },
	}
}

func columns(f input.File, _ table.Columns) ([]table.Column, error) {
	file, err := openParquet(f)
	if err != nil {
		return nil, err
	}
	return columnsOf(file), nil
}

package parquet

import (
	"errors"
	"fmt"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

var errPictures = errors.New("a picture is binary, a string, or a struct of bytes and path")

// pictureLeaves are the leaf columns that a column of pictures has; those that it lacks
// are nil.
type pictureLeaves struct{ data, path *parquet.Column }

// pictureColumns finds the leaves of the column of pictures, if there is one.
func pictureColumns(root *parquet.Column, cols table.Columns) (found pictureLeaves, err error) {
	if cols.Image == "" {
		return found, nil
	}
	column := root.Column(cols.Image)
	if column == nil {
		return found, missing(root, cols.Image, "--image_column")
	}
	switch {
	case isNull(column):
	case holdsBytes(column):
		found.data = column
	case !column.Leaf() && !column.Repeated() && !isListGroup(column) && !isMapGroup(column):
		found.data, found.path = holding(column.Column("bytes")), holding(column.Column("path"))
		if found.data != nil || found.path != nil {
			break
		}
		fallthrough
	default:
		return found, fmt.Errorf("column %q is %s, %w (choose another with --image_column)", cols.Image, typeText(column), errPictures)
	}
	return found, nil
}

// holdsBytes says whether a leaf's values are bytes or text, one a row at most.
func holdsBytes(column *parquet.Column) bool {
	return isText(column) && column.MaxRepetitionLevel() == 0
}

func holding(column *parquet.Column) *parquet.Column {
	if column == nil || !holdsBytes(column) {
		return nil
	}
	return column
}

// read has the leaves read into a row's picture.
func (l pictureLeaves) read(puts [][]put) {
	if l.data != nil {
		puts[l.data.Index()] = append(puts[l.data.Index()], func(row *cells, v parquet.Value) {
			if !v.IsNull() {
				row.Picture.Data = append([]byte{}, v.ByteArray()...)
			}
		})
	}
	if l.path != nil {
		puts[l.path.Index()] = append(puts[l.path.Index()], func(row *cells, v parquet.Value) {
			if !v.IsNull() {
				row.Picture.Path = string(v.ByteArray())
			}
		})
	}
}

func (l pictureLeaves) has(column *parquet.Column) bool {
	return l.data != nil && l.data.Index() == column.Index() || l.path != nil && l.path.Index() == column.Index()
}

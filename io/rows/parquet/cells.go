package parquet

import (
	"errors"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

var (
	errLinks    = errors.New("links are a string or a list of strings")
	errBoxes    = errors.New("a box is a string, or lists or structs of numbers")
	errCaptions = errors.New("a caption is a string or a list of strings")
)

// urlCell reads links: text, or a list of texts, which are joined.
func urlCell(column *parquet.Column) (*parquet.Column, put, error) {
	if isNull(column) {
		return nil, nil, nil
	}
	from := column
	if l, ok := listOf(column); ok {
		from = l.element
	}
	if !isText(from) {
		return nil, nil, errLinks
	}
	return from, func(row *cells, v parquet.Value) {
		switch {
		case v.IsNull():
		case row.URL == "":
			row.URL = string(v.ByteArray())
		default:
			row.URL += ", " + string(v.ByteArray())
		}
	}, nil
}

// boxCell reads boxes: text, or a flat list of numbers; any other nest of numbers
// as JSON.
func (s *schema) boxCell(puts [][]put) func(*parquet.Column) (*parquet.Column, put, error) {
	return func(column *parquet.Column) (*parquet.Column, put, error) {
		if isNull(column) {
			return nil, nil, nil
		}
		if l, ok := listOf(column); ok {
			if read, ok := number(l.element); ok {
				return l.element, numbersCell(l, read), nil
			}
		}
		if nestsBoxes(column) {
			s.nestedCell(puts, column, func(row *table.Row, text string) { row.Box.Text = text })
			return nil, nil, nil
		}
		if !isText(column) {
			return nil, nil, errBoxes
		}
		return column, func(row *cells, v parquet.Value) {
			if !v.IsNull() {
				row.Box.Text = string(v.ByteArray())
			}
		}, nil
	}
}

func numbersCell(l list, read func(parquet.Value) float64) put {
	return func(row *cells, v parquet.Value) {
		if v.DefinitionLevel() < l.present {
			return
		}
		if row.Box.Numbers == nil {
			row.Box.Numbers = make([]float64, 0, 4)
		}
		row.Box.Numbers = append(row.Box.Numbers, read(v))
	}
}

// captionCell reads captions: text, or a list of texts.
func captionCell(column *parquet.Column) (*parquet.Column, put, error) {
	if isNull(column) {
		return nil, nil, nil
	}
	from := column
	l, isList := listOf(column)
	if isList {
		from = l.element
	}
	if !isText(from) {
		return nil, nil, errCaptions
	}
	return from, func(row *cells, v parquet.Value) {
		if v.IsNull() {
			return
		}
		text := string(v.ByteArray())
		if isList {
			row.AddCaption(text)
			return
		}
		row.Caption, row.HasCaption = text, true
	}, nil
}

// keptCell copies a value into the kept ones, as the column of that number.
// Levels stay: the root of a file adds none, so they count from the kept
// column's own root already.
func keptCell(number int) put {
	return func(row *cells, v parquet.Value) {
		row.Kept = append(row.Kept, v.Clone().Level(v.RepetitionLevel(), v.DefinitionLevel(), number))
	}
}

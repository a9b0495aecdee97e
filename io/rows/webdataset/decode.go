package webdataset

import (
	"cmp"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsonrow"
	"github.com/beamcrop/beamcrop/io/table"
)

// decoder returns what makes a row of a sample.
func (r *reader) decoder(fields []table.Field) func(*sample, int64) input.Row {
	if r.cols.Pictures {
		return pictureRow
	}
	decoder := jsonrow.NewDecoder(r.cols, fields)
	return func(s *sample, number int64) input.Row {
		row := decoder.Empty(number)
		var failed error
		err := s.eachField(func(name string, v gjson.Result) { failed = cmp.Or(decoder.Add(&row, name, v), failed) })
		if err = cmp.Or(err, failed); err != nil {
			row = decoder.Empty(number)
			row.Invalid = err
		}
		return row
	}
}

// pictureRow is a row that is read for its picture.
func pictureRow(s *sample, number int64) input.Row {
	row := input.Row{Row: table.Row{Number: number, Invalid: s.invalid}}
	if len(s.picture) > 0 {
		row.Picture = table.Picture{Data: s.picture, Path: s.name}
	}
	return row
}

package webdataset

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// decoder returns what makes a row of a sample.
func (r *reader) decoder(fields []table.Field) func(*sample, int64) input.Row {
	if r.cols.Pictures {
		return pictureRow
	}
	puts := map[string][]func(*input.Row, gjson.Result) error{}
	add := func(name string, put jsoncell.Put) {
		into := func(p jsoncell.Put) func(*input.Row, gjson.Result) error {
			return func(row *input.Row, v gjson.Result) error { return p(&row.Row, v) }
		}
		puts[name] = append(puts[name], into(put))
		for column, inside := range jsoncell.Splits(name) {
			puts[column] = append(puts[column], into(inside.Put(put)))
		}
	}
	for name, put := range map[string]jsoncell.Put{r.cols.URL: jsoncell.URL, r.cols.Box: jsoncell.Box, r.cols.Caption: jsoncell.Caption} {
		if name != "" {
			add(name, put)
		}
	}
	for i, name := range r.cols.Also {
		add(name, func(row *table.Row, v gjson.Result) error {
			row.Also[i] = jsoncell.Scalar(v)
			return nil
		})
	}
	for i, field := range fields {
		puts[field.Name] = append(puts[field.Name], func(row *input.Row, v gjson.Result) error {
			value, err := valueOf(v, field.Type)
			row.Kept[i] = kept.Value(value, i)
			return err
		})
	}
	return func(s *sample, number int64) input.Row {
		empty := input.Row{Row: table.Row{Number: number, Also: input.NoValues(len(r.cols.Also))}, Kept: kept.Nulls(len(fields))}
		row := empty
		row.Kept, row.Also = kept.Nulls(len(fields)), input.NoValues(len(r.cols.Also))
		var failed error
		err := s.eachField(func(name string, v gjson.Result) {
			for _, put := range puts[name] {
				if e := put(&row, v); e != nil {
					failed = fmt.Errorf("column %q %w", name, e)
				}
			}
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			row = empty
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

// valueOf makes a kept value of the type that its column has.
func valueOf(v gjson.Result, columnType string) (parquet.Value, error) {
	switch own := jsoncell.TypeOf(v); {
	case own == table.TypeNull:
		return parquet.NullValue(), nil
	case columnType == table.TypeString:
		return parquet.ByteArrayValue([]byte(jsoncell.TextOf(v))), nil
	case columnType == own && own == table.TypeBool:
		return parquet.BooleanValue(v.Bool()), nil
	case columnType == own && own == table.TypeInt:
		return parquet.Int64Value(v.Int()), nil
	case columnType == table.TypeDouble && (own == table.TypeInt || own == table.TypeDouble):
		return parquet.DoubleValue(v.Float()), nil
	default: // the index is of other content
		return parquet.NullValue(), fmt.Errorf("is a %s, not a %s", own, columnType)
	}
}

package jsonrow

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// Decoder makes rows of records whose members are JSON.
type Decoder struct {
	puts   map[string][]func(*input.Row, gjson.Result) error // by the member's name
	also   int
	fields int
}

// NewDecoder returns a Decoder that reads the columns, which may be paths into
// members, and keeps the fields.
func NewDecoder(cols table.Columns, fields []table.Field) *Decoder {
	d := &Decoder{puts: map[string][]func(*input.Row, gjson.Result) error{}, also: len(cols.Also), fields: len(fields)}
	d.read(cols.URL, jsoncell.URL)
	if cols.Pictures {
		d.read(cols.Image, jsoncell.Picture)
	}
	d.read(cols.Box, jsoncell.Box)
	d.read(cols.Caption, jsoncell.Caption)
	for i, name := range cols.Also {
		d.read(name, func(row *table.Row, v gjson.Result) error {
			row.Also[i] = jsoncell.Scalar(v)
			return nil
		})
	}
	for i, field := range fields {
		d.puts[field.Name] = append(d.puts[field.Name], func(row *input.Row, v gjson.Result) error {
			value, err := valueOf(v, field.Type)
			row.Kept[i] = kept.Value(value, i)
			return err
		})
	}
	return d
}

// read has a column's cells stored by p; "" is no column.
func (d *Decoder) read(name string, p jsoncell.Put) {
	if name == "" {
		return
	}
	d.readMember(name, p)
	for column, inside := range jsoncell.Splits(name) {
		d.readMember(column, inside.Put(p))
	}
}

func (d *Decoder) readMember(name string, p jsoncell.Put) {
	d.puts[name] = append(d.puts[name], func(row *input.Row, v gjson.Result) error { return p(&row.Row, v) })
}

// Empty returns a row without values.
func (d *Decoder) Empty(number int64) input.Row {
	return input.Row{Row: table.Row{Number: number, Also: input.NoValues(d.also)}, Kept: kept.Nulls(d.fields)}
}

// Add stores a member of a row's record. Its error names the member.
func (d *Decoder) Add(row *input.Row, name string, v gjson.Result) (err error) {
	for _, put := range d.puts[name] {
		if e := put(row, v); e != nil {
			err = fmt.Errorf("column %q %w", name, e)
		}
	}
	return err
}

// valueOf makes a kept value of the type that its column has.
func valueOf(v gjson.Result, columnType string) (parquet.Value, error) {
	switch own := jsoncell.TypeOf(v); {
	case own == table.TypeNull:
		return parquet.NullValue(), nil
	case columnType == table.TypeString:
		return parquet.ByteArrayValue([]byte(jsoncell.TextOf(v))), nil
	case columnType == table.TypeBool && own == table.TypeBool:
		return parquet.BooleanValue(v.Bool()), nil
	case columnType == table.TypeInt && own == table.TypeInt:
		return parquet.Int64Value(v.Int()), nil
	case columnType == table.TypeDouble && (own == table.TypeInt || own == table.TypeDouble):
		return parquet.DoubleValue(v.Float()), nil
	default: // the index is of other content
		return parquet.NullValue(), fmt.Errorf("is a %s, not a %s", own, columnType)
	}
}

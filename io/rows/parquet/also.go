package parquet

import (
	"encoding/json"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/table"
)

// alsoCell has a column read into Also[i].
func (s *schema) alsoCell(puts [][]put, column *parquet.Column, i int) {
	if isNull(column) {
		return
	}
	if read, ok := scalar(column); ok {
		puts[column.Index()] = append(puts[column.Index()], func(row *cells, v parquet.Value) {
			if !v.IsNull() {
				row.Also[i] = read(v)
			}
		})
		return
	}
	leaf := column.Leaf() && !column.Repeated()
	s.nestedCell(puts, column, func(row *table.Row, text string) {
		row.Also[i] = text
		if leaf {
			row.Also[i] = unquoted(text)
		}
	})
}

// scalar returns how to read the values of a leaf that Go has a plain type for.
func scalar(column *parquet.Column) (func(parquet.Value) any, bool) {
	if !column.Leaf() || column.Repeated() {
		return nil, false
	}
	if isText(column) {
		return func(v parquet.Value) any { return string(v.ByteArray()) }, true
	}
	if isFloat16(column.Type()) {
		return func(v parquet.Value) any { return float64(parquetjson.Float16(v)) }, true
	}
	integer, _ := logicalType(column).(*format.IntType)
	if logicalType(column) != nil && integer == nil {
		return nil, false
	}
	unsigned := integer != nil && !integer.IsSigned
	switch column.Type().Kind() {
	case parquet.Boolean:
		return func(v parquet.Value) any { return v.Boolean() }, true
	case parquet.Int32:
		if unsigned {
			return func(v parquet.Value) any { return int64(v.Uint32()) }, true
		}
		return func(v parquet.Value) any { return int64(v.Int32()) }, true
	case parquet.Int64:
		if unsigned { // may not fit an int64
			return nil, false
		}
		return func(v parquet.Value) any { return v.Int64() }, true
	case parquet.Float:
		return func(v parquet.Value) any { return float64(v.Float()) }, true
	case parquet.Double:
		return func(v parquet.Value) any { return v.Double() }, true
	}
	return nil, false
}

// unquoted returns what a JSON string says, and other JSON as it is: a time, a
// decimal or an UUID is text.
func unquoted(text string) string {
	var plain string
	if json.Unmarshal([]byte(text), &plain) == nil {
		return plain
	}
	return text
}

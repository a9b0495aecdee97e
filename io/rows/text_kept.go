package rows

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

// keptOf makes columns of fields. Each may be null.
func keptOf(fields []table.Field) []KeptColumn {
	var kept []KeptColumn
	for _, f := range fields {
		var leaf parquet.Node
		switch f.Type {
		case table.TypeBool:
			leaf = parquet.Leaf(parquet.BooleanType)
		case table.TypeInt:
			leaf = parquet.Leaf(parquet.Int64Type)
		case table.TypeDouble:
			leaf = parquet.Leaf(parquet.DoubleType)
		default:
			leaf = parquet.String()
		}
		column := parquet.Group{f.Name: parquet.Optional(leaf)}.Fields()[0]
		kept = append(kept, KeptColumn{Name: f.Name, Node: &keptNode{Field: column}})
	}
	return kept
}

// keptValue gives a value, or null, its place in Row.Kept.
func keptValue(v parquet.Value, column int) parquet.Value {
	if v.IsNull() {
		return v.Level(0, 0, column)
	}
	return v.Level(0, 1, column)
}

// noValues are the further values of a row that cannot be read.
func noValues(columns int) []any {
	if columns == 0 {
		return nil
	}
	return make([]any, columns)
}

// nulls are the kept values of a row that cannot be read.
func nulls(fields int) parquet.Row {
	if fields == 0 {
		return nil
	}
	row := make(parquet.Row, fields)
	for i := range row {
		row[i] = keptValue(parquet.NullValue(), i)
	}
	return row
}

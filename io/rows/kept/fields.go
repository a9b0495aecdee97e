package kept

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/table"
)

// Column is a column that is kept with its own type.
type Column struct {
	Name string
	// Node is the column's type, repetition and nested structure, with its
	// fields in the file's order, and without encodings, compression or field
	// ids, so that it can take part in a new schema.
	Node parquet.Node
}

// Of makes columns of fields. Each may be null.
func Of(fields []table.Field) []Column {
	var kept []Column
	for _, f := range fields {
		var leaf parquet.Node
		switch f.Type {
		case table.TypeBool:
			leaf = parquet.Leaf(parquet.BooleanType)
		case table.TypeInt32:
			leaf = parquet.Leaf(parquet.Int32Type)
		case table.TypeInt:
			leaf = parquet.Leaf(parquet.Int64Type)
		case table.TypeDouble:
			leaf = parquet.Leaf(parquet.DoubleType)
		default:
			leaf = parquet.String()
		}
		column := parquet.Group{f.Name: parquet.Optional(leaf)}.Fields()[0]
		kept = append(kept, Column{Name: f.Name, Node: &Node{Field: column}})
	}
	return kept
}

// Leaves returns how many leaf columns kept columns have.
func Leaves(columns []Column) int {
	n := 0
	for _, c := range columns {
		n += leavesIn(c.Node)
	}
	return n
}

func leavesIn(node parquet.Node) int {
	if node.Leaf() {
		return 1
	}
	n := 0
	for _, child := range node.Fields() {
		n += leavesIn(child)
	}
	return n
}

// Value gives a value, or null, its place in a row of kept values.
func Value(v parquet.Value, column int) parquet.Value {
	if v.IsNull() {
		return v.Level(0, 0, column)
	}
	return v.Level(0, 1, column)
}

// Nulls are the kept values of a row that cannot be read.
func Nulls(fields int) parquet.Row {
	if fields == 0 {
		return nil
	}
	row := make(parquet.Row, fields)
	for i := range row {
		row[i] = Value(parquet.NullValue(), i)
	}
	return row
}

package parquet

import (
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/kept"
)

// keep returns a column as one that is kept.
func keep(column *parquet.Column) *kept.Node {
	node := nodeOf(column)
	for _, child := range column.Columns() {
		node.Children = append(node.Children, keep(child))
	}
	return node
}

// typeText names a column's type for people.
func typeText(column *parquet.Column) string {
	text := bareTypeText(column)
	if column.Repeated() {
		return "list<" + text + ">"
	}
	return text
}

func bareTypeText(column *parquet.Column) string {
	if column.Leaf() {
		return leafText(column)
	}
	if isListGroup(column) {
		repeated := column.Columns()[0]
		if !repeated.Leaf() && len(repeated.Columns()) == 1 {
			return "list<" + typeText(repeated.Columns()[0]) + ">"
		}
		return typeText(repeated)
	}
	if _, ok := logicalType(column).(*format.MapType); ok && len(column.Columns()) == 1 {
		if entry := column.Columns()[0]; len(entry.Columns()) == 2 {
			return fmt.Sprintf("map<%s, %s>", typeText(entry.Columns()[0]), typeText(entry.Columns()[1]))
		}
	}
	fields := make([]string, len(column.Columns()))
	for i, child := range column.Columns() {
		fields[i] = child.Name() + ": " + typeText(child)
	}
	return "struct<" + strings.Join(fields, ", ") + ">"
}

var kindTexts = map[parquet.Kind]string{
	parquet.Boolean:           "bool",
	parquet.Int32:             "int32",
	parquet.Int64:             "int64",
	parquet.Int96:             "int96",
	parquet.Float:             "float",
	parquet.Double:            "double",
	parquet.ByteArray:         "binary",
	parquet.FixedLenByteArray: "fixed_len_byte_array",
}

func leafText(column *parquet.Column) string {
	switch t := logicalType(column).(type) {
	case nil:
		return kindTexts[column.Type().Kind()]
	case *format.IntType:
		if t.IsSigned {
			return fmt.Sprintf("int%d", t.BitWidth)
		}
		return fmt.Sprintf("uint%d", t.BitWidth)
	case *format.Float16Type:
		return "halffloat"
	default:
		return strings.ToLower(t.String())
	}
}

// nodeOf returns a column as a kept one, without what it nests.
func nodeOf(column *parquet.Column) *kept.Node {
	node := &kept.Node{Field: column}
	if isFloat16(column.Type()) {
		node.As = float16
	}
	return node
}

package rows

import (
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"
)

// keptNode is a column of a file without what concerns that file only: how it
// was encoded and compressed, and its field ids.
type keptNode struct {
	parquet.Field
	fields []parquet.Field
}

func keep(column *parquet.Column) *keptNode {
	node := &keptNode{Field: column}
	for _, child := range column.Columns() {
		node.fields = append(node.fields, keep(child))
	}
	return node
}

// Type implements parquet.Node.
func (n *keptNode) Type() parquet.Type {
	if t := n.Field.Type(); !isFloat16(t) {
		return t
	}
	return float16
}

func (n *keptNode) ID() int                     { return 0 }
func (n *keptNode) Fields() []parquet.Field     { return n.fields }
func (n *keptNode) Encoding() encoding.Encoding { return nil }
func (n *keptNode) Compression() compress.Codec { return nil }
func (n *keptNode) String() string              { return schemaText([]KeptColumn{{n.Name(), n}}) }

// message is a root over kept columns that leaves them in their order; a
// parquet.Group would sort them by name.
type message struct {
	parquet.Group
	fields []parquet.Field
}

func (m *message) Fields() []parquet.Field { return m.fields }

// schemaText writes the schema of kept columns; "" when there are none.
func schemaText(columns []KeptColumn) string {
	if len(columns) == 0 {
		return ""
	}
	root := &message{}
	for _, c := range columns {
		root.fields = append(root.fields, c.Node.(*keptNode))
	}
	var b strings.Builder
	_ = parquet.PrintSchema(&b, "", root) // a Builder does not fail
	return b.String()
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

// TypeForPeople names a type by the words of docs/inputs.md.
func TypeForPeople(columnType string) string {
	return strings.ReplaceAll(columnType, "string", "text")
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

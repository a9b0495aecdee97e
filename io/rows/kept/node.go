package kept

import (
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"
)

// Node is a column of a file without what concerns that file only: how it
// was encoded and compressed, and its field ids.
type Node struct {
	parquet.Field
	Children []parquet.Field
	As       parquet.Type // what the column is of, where parquet-go does not know the type; nil = what Field says
}

// Type implements parquet.Node.
func (n *Node) Type() parquet.Type {
	if n.As != nil {
		return n.As
	}
	return n.Field.Type()
}

// ID implements parquet.Node.
func (n *Node) ID() int { return 0 }

// Fields implements parquet.Node.
func (n *Node) Fields() []parquet.Field { return n.Children }

// Encoding implements parquet.Node.
func (n *Node) Encoding() encoding.Encoding { return nil }

// Compression implements parquet.Node.
func (n *Node) Compression() compress.Codec { return nil }

// String implements parquet.Node.
func (n *Node) String() string { return SchemaText([]Column{{n.Name(), n}}) }

// message is a root over kept columns that leaves them in their order; a
// parquet.Group would sort them by name.
type message struct {
	parquet.Group
	fields []parquet.Field
}

func (m *message) Fields() []parquet.Field { return m.fields }

// SchemaText writes the schema of kept columns; "" when there are none.
func SchemaText(columns []Column) string {
	if len(columns) == 0 {
		return ""
	}
	root := &message{}
	for _, c := range columns {
		root.fields = append(root.fields, c.Node.(*Node))
	}
	var b strings.Builder
	_ = parquet.PrintSchema(&b, "", root) // a Builder does not fail
	return b.String()
}

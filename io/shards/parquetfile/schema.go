package parquetfile

import (
	"fmt"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// SchemaOf builds the schema of a Parquet file: our columns, then the kept ones
// under the names given.
func SchemaOf(ours []Column, kept []rows.KeptColumn, names []string) *parquet.Schema {
	fields := make([]parquet.Field, 0, len(ours)+len(kept))
	for _, c := range ours {
		fields = append(fields, field{Node: c.Node, name: c.Name})
	}
	for i, c := range kept {
		fields = append(fields, field{Node: keptNode{c.Node}, name: names[i]})
	}
	return parquet.NewSchema("beamcrop", group{fields: fields})
}

// group is a parquet.Group whose fields stay in the order given: parquet.Group
// is a map and sorts by name.
type group struct {
	parquet.Group
	fields []parquet.Field
}

func (g group) Fields() []parquet.Field { return g.fields }
func (g group) String() string          { return fmt.Sprintf("group of %d columns", len(g.fields)) }
func (g group) GoType() reflect.Type    { return reflect.TypeFor[any]() }

// Struct is a group of named nodes, in that order.
func Struct(names []string, nodes ...parquet.Node) parquet.Node {
	fields := make([]parquet.Field, len(nodes))
	for i, node := range nodes {
		fields[i] = field{node, names[i]}
	}
	return group{fields: fields}
}

// field names a node. Rows are built from values, never from Go structs, so
// there is no Go value to take a field from.
type field struct {
	parquet.Node
	name string
}

func (f field) Name() string                      { return f.name }
func (f field) Value(reflect.Value) reflect.Value { return reflect.Value{} }

// keptNode is a node of the input with the input's storage left behind: two
// files that differ in encoding, codec or field ids only make the same shard.
type keptNode struct{ parquet.Node }

func (keptNode) ID() int                     { return 0 }
func (keptNode) Encoding() encoding.Encoding { return nil }
func (keptNode) Compression() compress.Codec { return nil }

func (n keptNode) Fields() []parquet.Field {
	inner := n.Node.Fields()
	fields := make([]parquet.Field, len(inner))
	for i, f := range inner {
		fields[i] = field{Node: keptNode{f}, name: f.Name()}
	}
	return fields
}

func (n keptNode) Type() parquet.Type {
	t := n.Node.Type()
	switch {
	case !n.Leaf():
		return t
	case record.IsNull(t):
		return nullType{parquet.Int32Type}
	case t.Kind() == parquet.ByteArray, record.IsFloat16(t), record.IsLongDecimal(t):
		return Boundless(t)
	default:
		return t
	}
}

// nullType is the type of a column without any value, as pandas writes an
// all-None column: INT32 annotated as null. parquet-go's own NullType gives such
// a column chunk no physical type, which other readers reject.
type nullType struct{ parquet.Type }

func (nullType) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: new(format.NullType)}
}

package shards

import (
	"fmt"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"
)

// Positions of our leaf columns: box is one leaf, so they equal the columns.
const (
	columnID = iota
	columnURL
	columnBox
	columnCaption
	columnImage
	columnWidth
	columnHeight
	columnFormat
	columnSHA256
	columnsAlways // how many there are in every shard; then come rescaledColumn, exactColumns, and the kept leaves
)

// Definition levels of box: the list is there, it has an element, the element
// is not null.
const (
	boxNull    = 0
	boxElement = 3
)

// schemaOf builds the schema of a Parquet shard.
func schemaOf(s Schema) (*parquet.Schema, error) {
	image, err := imageNode(s.ImageEncoding)
	if err != nil {
		return nil, err
	}
	str := parquet.String()
	ours := []parquet.Node{
		columnID:  str,
		columnURL: str,
		// Elements are optional because pyarrow's list<double> has nullable items.
		columnBox:     parquet.Optional(parquet.List(parquet.Optional(parquet.Leaf(parquet.DoubleType)))),
		columnCaption: parquet.Optional(str),
		columnImage:   image,
		columnWidth:   parquet.Leaf(parquet.Int32Type),
		columnHeight:  parquet.Leaf(parquet.Int32Type),
		columnFormat:  parquet.Encoded(str, &parquet.RLEDictionary),
		columnSHA256:  str,
	}
	if s.Rescaled {
		ours = append(ours, parquet.Leaf(parquet.BooleanType))
	}
	if s.Exact {
		for range exactColumns {
			ours = append(ours, parquet.Leaf(parquet.Int32Type))
		}
	}
	if n := len(leavesOf(s.Kept)); len(ours)+n > parquet.MaxColumnIndex {
		return nil, fmt.Errorf("%d kept columns are more than a Parquet file can hold", n)
	}
	names := ColumnNames(s)
	fields := make([]parquet.Field, 0, len(names))
	for i, node := range ours {
		fields = append(fields, field{Node: node, name: names[i]})
	}
	for i, column := range s.Kept {
		fields = append(fields, field{Node: keptNode{column.Node}, name: names[len(ours)+i]})
	}
	return parquet.NewSchema("beamcrop", group{fields: fields}), nil
}

func imageNode(imageEncoding string) (parquet.Node, error) {
	if imageEncoding == EncodingBinary {
		return parquet.Compressed(parquet.Leaf(boundless{parquet.ByteArrayType}), &parquet.Uncompressed), nil
	}
	codec, err := newBase64Codec()
	if err != nil {
		return nil, err
	}
	return parquet.Compressed(parquet.Leaf(boundless{parquet.String().Type()}), codec), nil
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
	case isNull(t):
		return nullType{parquet.Int32Type}
	case t.Kind() == parquet.ByteArray:
		return boundless{t}
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

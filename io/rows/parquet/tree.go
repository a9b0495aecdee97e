package parquet

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows/kept"
)

// element is a node of a schema: as the footer has it, and as parquet-go does.
type element struct {
	format.SchemaElement
	column   *parquet.Column
	children []*element
	placed   bool // its children are known by their place, for writers name them as they like
}

// treeOf makes a tree of a footer's schema.
func treeOf(schema []format.SchemaElement, root *parquet.Column) *element {
	tree, _ := nextElement(schema, root)
	return tree
}

func nextElement(schema []format.SchemaElement, column *parquet.Column) (*element, []format.SchemaElement) {
	e := &element{SchemaElement: schema[0], column: column}
	e.FieldID = 0
	e.placed = isListGroup(column) || isMapGroup(column)
	schema = schema[1:]
	for _, child := range column.Columns() {
		var next *element
		next, schema = nextElement(schema, child)
		// In a list, that is the group around an element, or the element itself.
		if e.placed && (isMapGroup(column) || !parquetjson.IsElement(child)) {
			next.placed = true
		}
		e.children = append(e.children, next)
	}
	return e, schema
}

// isMapGroup says whether a group is annotated MAP and shaped so.
func isMapGroup(column *parquet.Column) bool {
	if _, ok := logicalType(column).(*format.MapType); !ok || len(column.Columns()) != 1 {
		return false
	}
	entry := column.Columns()[0]
	return entry.Repeated() && len(entry.Columns()) == 2
}

// keptTree returns the kept columns of a file.
func (f *parquetFile) keptTree(columns []kept.Column) *element {
	all := treeOf(f.meta.Schema, f.root)
	tree := &element{SchemaElement: format.SchemaElement{Name: "kept"}}
	for _, k := range columns {
		for _, e := range all.children {
			if node, ok := k.Node.(*kept.Node); ok && node.Field == parquet.Field(e.column) {
				tree.children = append(tree.children, e)
			}
		}
	}
	return tree
}

// encode writes a tree as the schema of a footer.
func (e *element) encode() ([]byte, error) {
	data, err := thrift.Marshal(new(thrift.CompactProtocol), &schemaMeta{Schema: e.flat(nil)})
	if err != nil {
		return nil, fmt.Errorf("writing a schema: %w", err)
	}
	return data, nil
}

type schemaMeta struct {
	Schema thrift.Slice[format.SchemaElement] `thrift:"2,required"`
}

func (e *element) flat(out []format.SchemaElement) []format.SchemaElement {
	self := e.SchemaElement
	if !self.Type.Valid {
		self.NumChildren = thrift.New(int32(len(e.children)))
	}
	out = append(out, self)
	for _, child := range e.children {
		out = child.flat(out)
	}
	return out
}

// decodeTree reads what encode wrote.
func decodeTree(data []byte) (*element, error) {
	var meta schemaMeta
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data, &meta); err != nil {
		return nil, fmt.Errorf("reading a schema: %w", err)
	}
	file, err := (&footer{Schema: meta.Schema}).openSchema()
	if err != nil {
		return nil, err
	}
	return treeOf(meta.Schema, file.Root()), nil
}

// columns returns the tree's columns as kept ones.
func (e *element) columns() []kept.Column {
	var columns []kept.Column
	for _, child := range e.children {
		columns = append(columns, kept.Column{Name: child.Name, Node: keep(child.column)})
	}
	return columns
}

// child returns the child of that name.
func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// optional makes an element one that may be null.
func (e *element) optional() {
	if e.RepetitionType.V != format.Repeated {
		e.RepetitionType = thrift.New(format.Optional)
	}
}

package parquet

import (
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
)

// decodeThreeLevels reads a schema with its lists in the form of three levels, so that
// it can be compared with others. The levels of values are the same in both forms.
func decodeThreeLevels(data []byte) (*element, error) {
	tree, err := decodeTree(data)
	if err != nil {
		return nil, err
	}
	return tree.threeLevels()
}

func (e *element) threeLevels() (*element, error) {
	if !e.wrapElements() {
		return e, nil
	}
	data, err := e.encode()
	if err != nil {
		return nil, err
	}
	return decodeTree(data)
}

// wrapElements puts a group around the elements of lists of two levels, and says
// whether there are any.
func (e *element) wrapElements() bool {
	found := false
	for _, child := range e.children {
		found = child.wrapElements() || found
	}
	if e.column == nil || !isListGroup(e.column) || // the root of kept columns has none
		!parquetjson.IsElement(e.children[0].column) {
		return found
	}
	inner := e.children[0]
	inner.Name, inner.RepetitionType = "element", thrift.New(format.Required)
	group := &element{SchemaElement: format.SchemaElement{Name: "list", RepetitionType: thrift.New(format.Repeated)}, children: []*element{inner}}
	e.children = []*element{group}
	return true
}

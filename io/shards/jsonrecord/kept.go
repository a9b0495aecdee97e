package jsonrecord

import (
	"fmt"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Kept writes the kept values of a row as members of a JSON object.
type Kept struct {
	leaves  []record.Leaf
	members [][]byte // `,"name":` of each kept column
	values  []parquetjson.Append
	columns [][]parquet.Value // reused between rows
}

// NewKept returns what writes kept columns under these names.
func NewKept(kept []rows.KeptColumn, names []string) *Kept {
	k := &Kept{leaves: record.LeavesOf(kept)}
	var c parquetjson.Compiler
	for i, column := range kept {
		k.members = append(k.members, appendMember(nil, names[i]))
		k.values = append(k.values, c.Node(column.Node, 0, 0))
	}
	return k
}

// appendMember appends a comma and the member's name.
func appendMember(dst []byte, name string) []byte {
	return append(parquetjson.AppendString(append(dst, ','), name), ':')
}

// Append appends all members, each with its comma in front.
func (k *Kept) Append(dst []byte, row parquet.Row) ([]byte, error) {
	columns, err := record.Split(k.columns, row, k.leaves)
	if err != nil {
		return nil, err
	}
	k.columns = columns
	c := parquetjson.Cursor{Leaves: columns}
	for i, value := range k.values {
		dst = value(append(dst, k.members[i]...), &c)
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("kept columns: %w", err)
	}
	clear(columns)
	return dst, nil
}

// AppendNulls appends all members as null.
func (k *Kept) AppendNulls(dst []byte) []byte {
	for _, member := range k.members {
		dst = append(append(dst, member...), "null"...)
	}
	return dst
}

package shards

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows"
)

// leaf is what a value of one leaf column must fit.
type leaf struct {
	column         string // the kept column that it belongs to
	kind           parquet.Kind
	length         int // of a FIXED_LEN_BYTE_ARRAY
	maxRep, maxDef int
	text           bool // a BYTE_ARRAY that must be UTF-8
	null           bool // a column that can hold nothing but null
}

// leavesOf lists the leaves of the kept columns in the order of their values.
func leavesOf(kept []rows.KeptColumn) []leaf {
	var leaves []leaf
	for _, column := range kept {
		leaves = appendLeaves(leaves, column.Node, leaf{column: column.Name})
	}
	return leaves
}

func appendLeaves(leaves []leaf, node parquet.Node, l leaf) []leaf {
	switch {
	case node.Repeated():
		l.maxRep++
		l.maxDef++
	case node.Optional():
		l.maxDef++
	}
	if !node.Leaf() {
		for _, field := range node.Fields() {
			leaves = appendLeaves(leaves, field, l)
		}
		return leaves
	}
	t := node.Type()
	l.text, l.null = isText(t), isNull(t)
	if !l.null {
		l.kind, l.length = t.Kind(), t.Length()
	}
	return append(leaves, l)
}

// isText tells whether the values of a BYTE_ARRAY type are UTF-8 by definition.
func isText(t parquet.Type) bool {
	switch logical(t).(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return true
	}
	return false
}

func isNull(t parquet.Type) bool {
	_, ok := logical(t).(*format.NullType)
	return ok
}

func isFloat16(t parquet.Type) bool {
	_, ok := logical(t).(*format.Float16Type)
	return ok
}

// isLongDecimal tells whether a type is a decimal whose bytes have a sign.
func isLongDecimal(t parquet.Type) bool {
	_, ok := logical(t).(*format.DecimalType)
	return ok && t.Kind() == parquet.FixedLenByteArray
}

// logical returns the variant of t's logical type, or nil.
func logical(t parquet.Type) any {
	if lt := t.LogicalType(); lt != nil {
		return lt.Value
	}
	return nil
}

// split cuts a row into the values of each leaf, in dst's memory. It checks
// all that parquet-go takes on trust: a value of the wrong kind or length would
// make its column buffers read memory that is not the value's.
func split(dst [][]parquet.Value, row parquet.Row, leaves []leaf) ([][]parquet.Value, error) {
	dst = dst[:0]
	for i := range leaves {
		n := 0
		for n < len(row) && row[n].Column() == i {
			if err := leaves[i].check(row[n], n == 0); err != nil {
				return nil, fmt.Errorf("kept column %q (leaf %d): %w", leaves[i].column, i, err)
			}
			n++
		}
		if n == 0 {
			return nil, fmt.Errorf("kept column %q (leaf %d): the row has no value for it", leaves[i].column, i)
		}
		dst = append(dst, row[:n:n])
		row = row[n:]
	}
	if len(row) > 0 {
		return nil, fmt.Errorf("the row has %d values beyond its %d kept leaves", len(row), len(leaves))
	}
	return dst, nil
}

func (l *leaf) check(v parquet.Value, first bool) error {
	rep, def := v.RepetitionLevel(), v.DefinitionLevel()
	switch {
	case rep > l.maxRep || def > l.maxDef:
		return fmt.Errorf("levels %d, %d exceed %d, %d", rep, def, l.maxRep, l.maxDef)
	case first != (rep == 0):
		return fmt.Errorf("repetition level %d at the wrong place", rep)
	case v.IsNull():
		if def == l.maxDef && !l.null {
			return fmt.Errorf("null at definition level %d", def)
		}
	case l.null:
		return fmt.Errorf("%s in a column of nulls", v.Kind())
	case v.Kind() != l.kind:
		return fmt.Errorf("%s in a column of %s", v.Kind(), l.kind)
	case def != l.maxDef:
		return fmt.Errorf("a value at definition level %d of %d", def, l.maxDef)
	case l.kind == parquet.FixedLenByteArray && len(v.ByteArray()) != l.length:
		return fmt.Errorf("%d bytes in a column of %d", len(v.ByteArray()), l.length)
	}
	return nil
}

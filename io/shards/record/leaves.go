package record

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows"
)

// Leaf is what a value of one leaf column must fit.
type Leaf struct {
	column         string // the kept column that it belongs to
	Kind           parquet.Kind
	length         int // of a FIXED_LEN_BYTE_ARRAY
	MaxRep, MaxDef int
	Text           bool // a BYTE_ARRAY that must be UTF-8
	null           bool // a column that can hold nothing but null
}

// LeavesOf lists the leaves of the kept columns in the order of their values.
func LeavesOf(kept []rows.KeptColumn) []Leaf {
	var leaves []Leaf
	for _, column := range kept {
		leaves = appendLeaves(leaves, column.Node, Leaf{column: column.Name})
	}
	return leaves
}

func appendLeaves(leaves []Leaf, node parquet.Node, l Leaf) []Leaf {
	switch {
	case node.Repeated():
		l.MaxRep++
		l.MaxDef++
	case node.Optional():
		l.MaxDef++
	}
	if !node.Leaf() {
		for _, field := range node.Fields() {
			leaves = appendLeaves(leaves, field, l)
		}
		return leaves
	}
	t := node.Type()
	l.Text, l.null = IsText(t), IsNull(t)
	if !l.null {
		l.Kind, l.length = t.Kind(), t.Length()
	}
	return append(leaves, l)
}

// IsText tells whether the values of a BYTE_ARRAY type are UTF-8 by definition.
func IsText(t parquet.Type) bool {
	switch Logical(t).(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return true
	}
	return false
}

// IsNull tells whether a type can hold nothing but null.
func IsNull(t parquet.Type) bool {
	_, ok := Logical(t).(*format.NullType)
	return ok
}

// IsFloat16 tells whether a type has numbers of 16 bits.
func IsFloat16(t parquet.Type) bool {
	_, ok := Logical(t).(*format.Float16Type)
	return ok
}

// IsLongDecimal tells whether a type is a decimal whose bytes have a sign.
func IsLongDecimal(t parquet.Type) bool {
	_, ok := Logical(t).(*format.DecimalType)
	return ok && t.Kind() == parquet.FixedLenByteArray
}

// Logical returns the variant of t's logical type, or nil.
func Logical(t parquet.Type) any {
	if lt := t.LogicalType(); lt != nil {
		return lt.Value
	}
	return nil
}

// Split cuts a row into the values of each leaf, in dst's memory. It checks
// all that parquet-go takes on trust: a value of the wrong kind or length would
// make its column buffers read memory that is not the value's.
func Split(dst [][]parquet.Value, row parquet.Row, leaves []Leaf) ([][]parquet.Value, error) {
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

func (l *Leaf) check(v parquet.Value, first bool) error {
	rep, def := v.RepetitionLevel(), v.DefinitionLevel()
	switch {
	case rep > l.MaxRep || def > l.MaxDef:
		return fmt.Errorf("levels %d, %d exceed %d, %d", rep, def, l.MaxRep, l.MaxDef)
	case first != (rep == 0):
		return fmt.Errorf("repetition level %d at the wrong place", rep)
	case v.IsNull():
		if def == l.MaxDef && !l.null {
			return fmt.Errorf("null at definition level %d", def)
		}
	case l.null:
		return fmt.Errorf("%s in a column of nulls", v.Kind())
	case v.Kind() != l.Kind:
		return fmt.Errorf("%s in a column of %s", v.Kind(), l.Kind)
	case def != l.MaxDef:
		return fmt.Errorf("a value at definition level %d of %d", def, l.MaxDef)
	case l.Kind == parquet.FixedLenByteArray && len(v.ByteArray()) != l.length:
		return fmt.Errorf("%d bytes in a column of %d", len(v.ByteArray()), l.length)
	}
	return nil
}

// maxKeptLeaves leaves room for our own columns among those of a Parquet file.
const maxKeptLeaves = parquet.MaxColumnIndex - 100

// CheckKept is an error if the kept columns are more than a Parquet file, or the
// index beside a tar, can hold.
func CheckKept(kept []rows.KeptColumn) error {
	if n := len(LeavesOf(kept)); n > maxKeptLeaves {
		return fmt.Errorf("%d kept columns are more than a Parquet file can hold", n)
	}
	return nil
}

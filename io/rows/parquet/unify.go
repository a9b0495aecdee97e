package parquet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// unify gives the files of one dataset of Parquet the same kept columns, each with a
// type that holds all files' values, unless they have them already. The first file's
// order and names count. What a file lacks is null there.
func unify(infos []*table.Info, names, _ []string) error {
	if table.SameKept(infos) {
		return nil
	}
	all := infos[0].Schema
	met := map[string]bool{}
	for i, info := range infos {
		if met[info.Kept] {
			continue
		}
		met[info.Kept] = true
		merged, err := mergeSchemas(all, info.Schema)
		if err != nil {
			return explain(err, infos, names, i)
		}
		all = merged
	}
	tree, err := decodeTree(all)
	if err != nil {
		return err
	}
	text := kept.SchemaText(tree.columns())
	for _, info := range infos {
		info.Index.Schema, info.Kept = all, text
	}
	return nil
}

// explain says which columns of which two files cannot be put together: the one that a
// conflict was found at, and the first that it does not go with.
func explain(err error, infos []*table.Info, names []string, at int) error {
	other := 0
	for i, info := range infos[:at] {
		if _, found := mergeSchemas(info.Schema, infos[at].Schema); found != nil {
			other, err = i, found
			break
		}
	}
	var conflict *conflictError
	if !errors.As(err, &conflict) {
		return err
	}
	return fmt.Errorf("column %q is %s in %s and %s in %s (leave the column out by naming the others with --keep, or write it as one type)",
		conflict.column, conflict.mine, names[other], conflict.theirs, names[at])
}

// conflictError says that no type holds the values of a column in two files.
type conflictError struct{ column, mine, theirs string }

func (e *conflictError) Error() string {
	return fmt.Sprintf("column %q is %s and %s", e.column, e.mine, e.theirs)
}

// mergeSchemas returns a schema for the values of both.
func mergeSchemas(a, b []byte) ([]byte, error) {
	all, err := decodeThreeLevels(a)
	if err != nil {
		return nil, err
	}
	other, err := decodeThreeLevels(b)
	if err != nil {
		return nil, err
	}
	if err := all.mergeFields(other); err != nil {
		return nil, err
	}
	return all.encode()
}

// mergeFields takes in the fields of another struct by their names.
func (e *element) mergeFields(other *element) error {
	for _, mine := range e.children {
		theirs := other.child(mine.Name)
		if theirs == nil {
			mine.optional()
			continue
		}
		if err := mine.merge(theirs); err != nil {
			return err
		}
	}
	for _, theirs := range other.children {
		if e.child(theirs.Name) == nil {
			theirs.optional()
			e.children = append(e.children, theirs)
		}
	}
	return nil
}

// merge makes an element one that holds the values of another as well.
func (e *element) merge(other *element) error {
	if e.repeated() != other.repeated() {
		return e.conflict(other)
	}
	if other.RepetitionType.V == format.Optional {
		e.optional()
	}
	switch {
	case isNull(other.column):
		return nil
	case isNull(e.column):
		name := e.Name
		repetition := e.RepetitionType
		*e = *other
		e.Name, e.RepetitionType = name, repetition
		return nil
	case e.column.Leaf() && other.column.Leaf():
		return e.mergeLeaf(other)
	case e.column.Leaf() || other.column.Leaf():
		return e.conflict(other)
	case e.placed != other.placed || e.placed && len(e.children) != len(other.children):
		return e.conflict(other)
	case e.placed:
		for i := range e.children {
			if err := e.children[i].merge(other.children[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return e.mergeFields(other)
}

func (e *element) repeated() bool { return e.RepetitionType.V == format.Repeated }

func (e *element) conflict(other *element) error {
	mine, theirs := table.TypeForPeople(typeText(e.column)), table.TypeForPeople(typeText(other.column))
	if mine == theirs { // but for how it is written
		mine, theirs = e.column.String(), other.column.String()
	}
	return &conflictError{column: strings.Join(e.column.Path(), "."), mine: mine, theirs: theirs}
}

// mergeLeaf gives a leaf a type for both.
func (e *element) mergeLeaf(other *element) error {
	if sameLeaf(e.column, other.column) {
		return nil
	}
	mine, theirs := numberClass(e.column), numberClass(other.column)
	var kind parquet.Kind
	switch {
	case isAnnotatedText(e.column) && isAnnotatedText(other.column):
		e.setType(parquet.ByteArray)
		e.LogicalType = format.LogicalType{Value: new(format.StringType)}
		e.ConvertedType = thrift.New(deprecated.UTF8)
		return nil
	case isBytes(e.column) && isBytes(other.column):
		e.setType(parquet.ByteArray)
		return nil
	case isDecimal(e.column) && isDecimal(other.column):
		return e.mergeDecimals(other)
	case isDecimal(e.column) && isFloat(theirs), isFloat(mine) && isDecimal(other.column):
		e.setType(parquet.Double)
		return nil
	case isOldTimestamp(e.column, other.column), isOldTimestamp(other.column, e.column):
		e.setType(parquet.Int64)
		e.LogicalType = format.LogicalType{Value: &format.TimestampType{Unit: format.TimeUnit{Value: new(format.NanoSeconds)}}}
		return nil
	case isClock(e.column, other.column):
		if finer(other.column, e.column) {
			e.Type, e.LogicalType, e.ConvertedType = other.Type, other.LogicalType, other.ConvertedType
		}
		return nil
	case mine == noNumber || theirs == noNumber:
		return e.conflict(other)
	case mine == smallFloat && theirs == smallFloat:
		kind = parquet.Float
	case mine == integer && theirs == integer:
		kind = parquet.Int64
	case mine == bigInteger && theirs == integer, mine == integer && theirs == bigInteger:
		return e.conflict(other) // no type holds both
	default:
		kind = parquet.Double
	}
	e.setType(kind)
	return nil
}

func (e *element) setType(kind parquet.Kind) {
	e.Type = thrift.New(format.Type(kind))
	e.TypeLength, e.Scale, e.Precision = thrift.Null[int32]{}, thrift.Null[int32]{}, thrift.Null[int32]{}
	e.LogicalType = format.LogicalType{}
	e.ConvertedType = thrift.Null[deprecated.ConvertedType]{}
}

// sameLeaf says whether two leaves have the same values.
func sameLeaf(a, b *parquet.Column) bool {
	return a.Type().Kind() == b.Type().Kind() && a.Type().Length() == b.Type().Length() && leafText(a) == leafText(b)
}

func isAnnotatedText(column *parquet.Column) bool {
	return isText(column) && logicalType(column) != nil
}

// isBytes says whether a leaf is text, or bytes of no other meaning.
func isBytes(column *parquet.Column) bool {
	return isText(column) || column.Type().Kind() == parquet.FixedLenByteArray && logicalType(column) == nil
}

func isFloat(c class) bool { return c == smallFloat || c == double }

type class int

const (
	noNumber   class = iota
	integer          // that int64 holds
	bigInteger       // of 64 bits without a sign
	smallFloat       // that float holds
	double
)

func numberClass(column *parquet.Column) class {
	if _, ok := number(column); !ok {
		return noNumber
	}
	switch column.Type().Kind() {
	case parquet.Double:
		return double
	case parquet.Float, parquet.FixedLenByteArray:
		return smallFloat
	case parquet.Int64:
		if t, ok := logicalType(column).(*format.IntType); ok && !t.IsSigned {
			return bigInteger
		}
	}
	return integer
}

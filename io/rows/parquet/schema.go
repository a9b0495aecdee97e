package parquet

import (
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// put adds one leaf value to a row. It gets a row's values in order, and
// copies what it keeps.
type put func(row *cells, v parquet.Value)

// cells is a row while it is gathered, column by column.
type cells struct {
	input.Row
	nested [][]parquet.Value // the leaves of cells that are written as JSON; see nestedCell
}

// leaf is one leaf column that is read, and what its values are for.
type leaf struct {
	column *parquet.Column
	puts   []put
	kept   int // the number of the kept value, or -1
}

// schema is what Columns mean in one file.
type schema struct {
	leaves []leaf // in the file's order
	placed []leaf // and those whose pages Inspect places, too, for a later read of pictures
	kept   []kept.Column
	nested []nestedCell
	also   int      // how many values a row has in Also
	lacks  []string // columns that are not there; see Columns.Partial
}

// resolve finds the columns in a file and checks their types.
func resolve(root *parquet.Column, cols table.Columns) (*schema, error) {
	puts := make([][]put, countLeaves(root))
	s := &schema{also: len(cols.Also)}
	roles := []struct {
		name, flag string
		of         func(*parquet.Column) (*parquet.Column, put, error)
		check      func(member) error // and put: of a column that is named by its path
		put        jsoncell.Put
	}{
		{cols.URL, "--url_column", urlCell, member.checkLinks, jsoncell.URL},
		{cols.Box, "--box_column", s.boxCell(puts), member.checkBoxes, jsoncell.Box},
		{cols.Caption, "--caption_column", captionCell, member.checkCaptions, jsoncell.Caption},
	}
	for _, role := range roles {
		if role.name == "" {
			continue
		}
		column := root.Column(role.name)
		if column == nil {
			found, err := s.nestedRole(puts, root, role.name, role.check, role.put)
			if err != nil {
				err = fmt.Errorf("%w (choose another with %s)", err, role.flag)
			} else if !found {
				err = missing(root, role.name, role.flag)
			}
			if err = s.lack(cols, role.name, err); err != nil {
				return nil, err
			}
			continue
		}
		from, cell, err := role.of(column)
		if err != nil {
			return nil, fmt.Errorf("column %q is %s, %w (choose another with %s)", role.name, typeText(column), err, role.flag)
		}
		if from != nil {
			puts[from.Index()] = append(puts[from.Index()], cell)
		}
	}
	pictures, err := pictureColumns(root, cols)
	if err != nil {
		return nil, err
	}
	if cols.Pictures {
		pictures.read(puts)
	}
	for i, name := range cols.Also {
		column := root.Column(name)
		if column != nil {
			s.alsoCell(puts, column, i)
			continue
		}
		found, err := s.nestedRole(puts, root, name, member.any, func(row *table.Row, v gjson.Result) error {
			row.Also[i] = jsoncell.Scalar(v)
			return nil
		})
		if err == nil && !found {
			err = missing(root, name, "")
		}
		if err = s.lack(cols, name, err); err != nil {
			return nil, err
		}
	}
	chosen, err := s.keptColumns(root, cols)
	if err != nil {
		return nil, err
	}
	next, numbers := 0, map[int]int{}
	for _, column := range chosen {
		s.kept = append(s.kept, kept.Column{Name: column.Name(), Node: keep(column)})
		eachLeaf(column, func(from *parquet.Column) {
			puts[from.Index()] = append(puts[from.Index()], keptCell(next))
			numbers[from.Index()] = next
			next++
		})
	}
	eachLeaf(root, func(column *parquet.Column) {
		p := puts[column.Index()]
		if len(p) > 0 || pictures.has(column) {
			s.placed = append(s.placed, leaf{column: column})
		}
		if len(p) > 0 {
			number, ok := numbers[column.Index()]
			if !ok {
				number = -1
			}
			s.leaves = append(s.leaves, leaf{column: column, puts: p, kept: number})
		}
	})
	return s, nil
}

// lack notes a column that is not there, unless that is an error.
func (s *schema) lack(cols table.Columns, name string, err error) error {
	if err == nil || !cols.MayLack(name, err) {
		return err
	}
	s.lacks = append(s.lacks, name)
	return nil
}

// keptColumns returns the columns to keep, in the file's order.
func (s *schema) keptColumns(root *parquet.Column, cols table.Columns) ([]*parquet.Column, error) {
	wanted := make(map[string]bool)
	for _, name := range cols.Keep {
		if root.Column(name) == nil {
			if err := s.lack(cols, name, missing(root, name, "--keep")); err != nil {
				return nil, err
			}
		}
		wanted[name] = true
	}
	var kept []*parquet.Column
	for _, column := range root.Columns() {
		name := column.Name()
		if wanted[name] || cols.Keeps(name) {
			kept = append(kept, column)
		}
	}
	return kept, nil
}

func missing(root *parquet.Column, name, flag string) error {
	var names []string
	for _, column := range root.Columns() {
		names = append(names, column.Name())
	}
	return &table.MissingColumn{Name: name, There: names, Flag: flag}
}

func eachLeaf(column *parquet.Column, do func(*parquet.Column)) {
	if column.Leaf() {
		do(column)
	}
	for _, child := range column.Columns() {
		eachLeaf(child, do)
	}
}

func countLeaves(root *parquet.Column) int {
	n := 0
	eachLeaf(root, func(*parquet.Column) { n++ })
	return n
}

// list is a column of lists of a primitive type.
type list struct {
	element *parquet.Column
	present int // the definition level from which an element is there, though it may be null
}

// listOf recognises lists in their three shapes: a group annotated LIST that
// holds a repeated group that holds the element, the same without the middle
// group, and a repeated primitive.
// https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists
func listOf(column *parquet.Column) (list, bool) {
	if column.Leaf() {
		return list{column, column.MaxDefinitionLevel()}, column.Repeated()
	}
	if !isListGroup(column) {
		return list{}, false
	}
	repeated := column.Columns()[0]
	element := repeated
	if !repeated.Leaf() {
		if len(repeated.Columns()) != 1 {
			return list{}, false
		}
		element = repeated.Columns()[0]
	}
	if !element.Leaf() || element.MaxRepetitionLevel() != 1 {
		return list{}, false
	}
	return list{element, repeated.MaxDefinitionLevel()}, true
}

// isListGroup says whether a group is annotated LIST and shaped so.
func isListGroup(column *parquet.Column) bool {
	annotation := logicalType(column)
	if _, ok := annotation.(*format.ListType); !ok || column.Repeated() {
		return false
	}
	return len(column.Columns()) == 1 && column.Columns()[0].Repeated()
}

func logicalType(column *parquet.Column) format.LogicalTypeValue {
	if isFloat16(column.Type()) {
		return new(format.Float16Type)
	}
	if t := column.Type().LogicalType(); t != nil {
		return t.Value
	}
	return nil
}

// isNull says whether a leaf has the type of columns that hold nothing but
// nulls, which pandas makes of a column of None.
func isNull(column *parquet.Column) bool {
	_, ok := logicalType(column).(*format.NullType)
	return ok && column.Leaf()
}

func isText(column *parquet.Column) bool {
	if !column.Leaf() || column.Type().Kind() != parquet.ByteArray {
		return false
	}
	switch logicalType(column).(type) {
	case nil, *format.StringType, *format.EnumType, *format.JsonType:
		return true
	}
	return false
}

// number returns how to read a leaf's values as numbers.
func number(column *parquet.Column) (func(parquet.Value) float64, bool) {
	if isFloat16(column.Type()) {
		return orNaN(func(v parquet.Value) float64 { return float64(parquetjson.Float16(v)) }), true
	}
	integer, _ := logicalType(column).(*format.IntType)
	if logicalType(column) != nil && integer == nil {
		return nil, false
	}
	unsigned := integer != nil && !integer.IsSigned
	var read func(parquet.Value) float64
	switch column.Type().Kind() {
	case parquet.Double:
		read = parquet.Value.Double
	case parquet.Float:
		read = func(v parquet.Value) float64 { return float64(v.Float()) }
	case parquet.Int32:
		read = func(v parquet.Value) float64 { return float64(v.Int32()) }
		if unsigned {
			read = func(v parquet.Value) float64 { return float64(v.Uint32()) }
		}
	case parquet.Int64:
		read = func(v parquet.Value) float64 { return float64(v.Int64()) }
		if unsigned {
			read = func(v parquet.Value) float64 { return float64(v.Uint64()) }
		}
	default:
		return nil, false
	}
	return orNaN(read), true
}

// orNaN reads nulls as NaN.
func orNaN(read func(parquet.Value) float64) func(parquet.Value) float64 {
	return func(v parquet.Value) float64 {
		if v.IsNull() {
			return math.NaN()
		}
		return read(v)
	}
}

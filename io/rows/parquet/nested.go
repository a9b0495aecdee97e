package parquet

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// nestedCell is a column whose cells are read as JSON text. Its leaves are
// gathered one after the other, as they lie in the file, and put together when
// all of a row's are there.
type nestedCell struct {
	first, leaves int // of cells.nested
	json          parquetjson.Append
	set           func(row *table.Row, text string)
}

// nestedCell has a column read as JSON. A null is not set.
func (s *schema) nestedCell(puts [][]put, column *parquet.Column, set func(row *table.Row, text string)) {
	s.jsonCell(puts, column, keep(column), set)
}

// jsonCell has the leaves of a column read as JSON of the shape that node has.
func (s *schema) jsonCell(puts [][]put, column *parquet.Column, node parquet.Node, set func(row *table.Row, text string)) {
	cell := nestedCell{set: set}
	if n := len(s.nested); n > 0 {
		cell.first = s.nested[n-1].first + s.nested[n-1].leaves
	}
	eachLeaf(column, func(from *parquet.Column) {
		at := cell.first + cell.leaves
		cell.leaves++
		puts[from.Index()] = append(puts[from.Index()], func(row *cells, v parquet.Value) {
			row.nested[at] = append(row.nested[at], v.Clone())
		})
	})
	cell.json = new(parquetjson.Compiler).Node(node, 0, 0)
	s.nested = append(s.nested, cell)
}

// start returns a row of which nothing is known but its number.
func (s *schema) start(number int64) cells {
	row := cells{Row: input.Row{Row: table.Row{Number: number}}}
	if s.also > 0 {
		row.Also = make([]any, s.also)
	}
	if n := len(s.nested); n > 0 {
		row.nested = make([][]parquet.Value, s.nested[n-1].first+s.nested[n-1].leaves)
	}
	return row
}

// finish writes the nested cells of rows as JSON, and empties invalid rows.
func (s *schema) finish(rows []cells) error {
	var text []byte
	for i := range rows {
		if rows[i].Invalid != nil {
			rows[i] = cells{Row: input.Row{Row: table.Row{Number: rows[i].Number, Invalid: rows[i].Invalid, Also: input.NoValues(s.also)}, Kept: s.nothing()}}
			continue
		}
		for _, cell := range s.nested {
			at := parquetjson.Cursor{Leaves: rows[i].nested[cell.first:][:cell.leaves]}
			text = cell.json(text[:0], &at)
			if err := at.Check(); err != nil {
				return err
			}
			if string(text) != "null" {
				cell.set(&rows[i].Row.Row, string(text))
			}
		}
		rows[i].nested = nil
	}
	return nil
}

// nothing returns the kept values of a row of which nothing is known: null where the
// column allows it.
func (s *schema) nothing() parquet.Row {
	var row parquet.Row
	for _, l := range s.leaves {
		if l.kept < 0 {
			continue
		}
		row = append(row, nothingOf(l.column).Level(0, 0, l.kept))
	}
	return row
}

func nothingOf(leaf *parquet.Column) parquet.Value {
	switch t := leaf.Type(); {
	case leaf.MaxDefinitionLevel() > 0:
		return parquet.NullValue()
	case t.Kind() == parquet.FixedLenByteArray:
		return parquet.FixedLenByteArrayValue(make([]byte, t.Length()))
	default:
		return parquet.ZeroValue(t.Kind())
	}
}

// nestsBoxes says whether a column's cells may be boxes: a list of numbers, or
// of lists of them; a struct, or a list of structs, of four numbers or more.
func nestsBoxes(column *parquet.Column) bool {
	if column.Leaf() {
		return false
	}
	numbers, lists := 0, 0
	eachLeaf(column, func(leaf *parquet.Column) {
		_, plain := number(leaf)
		_, decimal := logicalType(leaf).(*format.DecimalType)
		if !plain && !decimal {
			return
		}
		numbers++
		lists = max(lists, leaf.MaxRepetitionLevel())
	})
	_, flat := listOf(column)
	return numbers >= 4 || numbers > 0 && (flat || lists > 1)
}

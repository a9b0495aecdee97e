package parquetfile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Column is one of our own columns in a Parquet file.
type Column struct {
	Name   string
	Node   parquet.Node
	Leaves int
	// Write appends the record's values; leaf numbers the first of the leaves.
	Write func(row parquet.Row, r *record.Record, leaf int) parquet.Row
	// Read takes the values that Write appended.
	Read func(r *record.Record, values []parquet.Value) error
}

func leavesIn(columns []Column) int {
	n := 0
	for _, c := range columns {
		n += c.Leaves
	}
	return n
}

// Around returns our columns with image in its place among them.
func Around(s record.Schema, image ...Column) []Column {
	str := parquet.String()
	formatName := parquet.Encoded(str, &parquet.RLEDictionary)
	columns := []Column{
		StringColumn("id", str, func(r *record.Record) *string { return &r.ID }),
		StringColumn("url", str, func(r *record.Record) *string { return &r.URL }),
		boxColumn(),
		captionColumn(),
	}
	columns = append(columns, image...)
	columns = append(columns,
		intColumn("width", func(r *record.Record) int { return r.Width }, func(r *record.Record, n int) { r.Width = n }),
		intColumn("height", func(r *record.Record) int { return r.Height }, func(r *record.Record, n int) { r.Height = n }),
		StringColumn("format", formatName, func(r *record.Record) *string { return &r.Format }),
		StringColumn("sha256", str, func(r *record.Record) *string { return &r.SHA256 }),
		intColumn("source_width", func(r *record.Record) int { return r.Source.Width }, func(r *record.Record, n int) { r.Source.Width = n }),
		intColumn("source_height", func(r *record.Record) int { return r.Source.Height }, func(r *record.Record, n int) { r.Source.Height = n }),
		StringColumn("source_format", formatName, func(r *record.Record) *string { return &r.Source.Format }),
	)
	if s.Score {
		columns = append(columns, scoresColumn())
	}
	if s.Rescaled {
		columns = append(columns, boxRescaledColumn())
	}
	if !s.Exact {
		return columns
	}
	for i, name := range record.ExactColumns {
		columns = append(columns, intColumn(name,
			func(r *record.Record) int { return record.NumbersOf(r.Exact)[i] },
			func(r *record.Record, n int) { record.SetNumber(&r.Exact, i, n) }))
	}
	return columns
}

// StringColumn has a text that is never null.
func StringColumn(name string, node parquet.Node, of func(*record.Record) *string) Column {
	return Column{Name: name, Node: node, Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			return append(row, Text(*of(r)).Level(0, 0, leaf))
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			*of(r) = string(values[0].ByteArray())
			return nil
		},
	}
}

func intColumn(name string, get func(*record.Record) int, set func(*record.Record, int)) Column {
	return Column{Name: name, Node: parquet.Leaf(parquet.Int32Type), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			return append(row, parquet.Int32Value(int32(get(r))).Level(0, 0, leaf))
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			set(r, int(values[0].Int32()))
			return nil
		},
	}
}

// boxColumn has a list of four numbers. Elements are optional because pyarrow's
// list<double> has nullable items. Its definition levels say that the list is
// there, that it has an element, that the element is not null.
func boxColumn() Column {
	const boxNull, boxElement = 0, 3
	return Column{
		Name: "box", Node: parquet.Optional(parquet.List(parquet.Optional(parquet.Leaf(parquet.DoubleType)))), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			if r.Box == nil {
				return append(row, parquet.NullValue().Level(0, boxNull, leaf))
			}
			for i, x := range r.Box {
				row = append(row, parquet.DoubleValue(x).Level(min(i, 1), boxElement, leaf))
			}
			return row
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			if values[0].DefinitionLevel() == boxNull {
				return nil
			}
			if len(values) != 4 {
				return fmt.Errorf("a box of %d numbers", len(values))
			}
			r.Box = new([4]float64)
			for i, v := range values {
				if v.IsNull() {
					return errors.New("a box with a null in it")
				}
				r.Box[i] = v.Double()
			}
			return nil
		},
	}
}

func captionColumn() Column {
	return Column{Name: "caption", Node: parquet.Optional(parquet.String()), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			if !r.HasCaption {
				return append(row, parquet.NullValue().Level(0, 0, leaf))
			}
			return append(row, Text(r.Caption).Level(0, 1, leaf))
		},
		Read: func(*record.Record, []parquet.Value) error { return nil }, // a Reader leaves it to the dataset
	}
}

func scoresColumn() Column {
	return Column{Name: record.ScoreColumn, Node: parquet.Optional(parquet.Leaf(parquet.DoubleType)), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			if r.Score == nil {
				return append(row, parquet.NullValue().Level(0, 0, leaf))
			}
			return append(row, parquet.DoubleValue(*r.Score).Level(0, 1, leaf))
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			if v := values[0]; !v.IsNull() {
				r.Score = new(v.Double())
			}
			return nil
		},
	}
}

func boxRescaledColumn() Column {
	return Column{Name: record.RescaledColumn, Node: parquet.Leaf(parquet.BooleanType), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			return append(row, parquet.BooleanValue(r.Rescaled).Level(0, 0, leaf))
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			r.Rescaled = values[0].Boolean()
			return nil
		},
	}
}

// Text is the value of a string column.
func Text(s string) parquet.Value {
	return parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\uFFFD")))
}

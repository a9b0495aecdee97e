package parquet

import (
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/kept"
)

// conversion turns the kept values of one file into those of a dataset that its
// files share; see unify.
type conversion struct {
	kept   []kept.Column
	leaves []leafConversion // of the dataset's leaves, in order
}

// leafConversion says where the values of one leaf come from.
type leafConversion struct {
	source  int   // the file's leaf, or -1 where all is null
	levels  []int // the definition level for each of the file's
	present int   // the definition level of values
	lists   int   // values of higher repetition levels belong to something else
	value   func(parquet.Value) (parquet.Value, error)
}

func newConversion(from, to *element) *conversion {
	c := &conversion{kept: to.columns()}
	first := 0
	starts := map[*element]int{}
	for _, column := range from.children {
		first = numberLeaves(column, first, starts)
	}
	w := conversionWalk{conversion: c, starts: starts}
	for _, target := range to.children {
		source := from.child(target.Name)
		if source == nil {
			w.nulls(target, -1, []int{0}, 0)
			continue
		}
		w.pair(source, target, []int{0}, 0)
	}
	return c
}

// numberLeaves notes the first leaf of each element.
func numberLeaves(e *element, first int, starts map[*element]int) int {
	starts[e] = first
	if e.column.Leaf() {
		return first + 1
	}
	for _, child := range e.children {
		first = numberLeaves(child, first, starts)
	}
	return first
}

// conversionWalk goes down two schemas side by side.
type conversionWalk struct {
	*conversion
	starts map[*element]int
}

// pair converts an element. Levels has the dataset's definition level for each of
// the file's so far, the last one for what is there.
func (w conversionWalk) pair(from, to *element, levels []int, lists int) {
	levels = slices.Clone(levels)
	last := len(levels) - 1
	if from.RepetitionType.V != format.Required {
		levels = append(levels, levels[last])
		last++
	}
	if to.RepetitionType.V != format.Required {
		levels[last]++
	}
	if to.repeated() {
		lists++
	}
	switch {
	case from.column.Leaf() && to.column.Leaf():
		w.leaves = append(w.leaves, leafConversion{
			source: w.starts[from], levels: levels, present: levels[last], lists: lists, value: valueConversion(from.column, to.column),
		})
	case from.column.Leaf(): // a column of nulls
		for _, child := range to.children {
			w.nulls(child, w.starts[from], levels, lists)
		}
	default:
		for i, child := range to.children {
			source := from.child(child.Name)
			if to.placed {
				source = from.children[i]
			}
			if source == nil {
				w.nulls(child, w.starts[from], levels, lists)
				continue
			}
			w.pair(source, child, levels, lists)
		}
	}
}

// nulls has all leaves of an element null, as often as there is something that would
// hold the element.
func (w conversionWalk) nulls(to *element, source int, levels []int, lists int) {
	if !to.column.Leaf() {
		for _, child := range to.children {
			w.nulls(child, source, levels, lists)
		}
		return
	}
	w.leaves = append(w.leaves, leafConversion{source: source, levels: levels, present: to.column.MaxDefinitionLevel() + 1, lists: lists})
}

// valueConversion returns how the values of one leaf become another's.
func valueConversion(from, to *parquet.Column) func(parquet.Value) (parquet.Value, error) {
	switch {
	case sameLeaf(from, to):
		return func(v parquet.Value) (parquet.Value, error) { return v, nil }
	case isDecimal(from):
		return decimalConversion(from, to)
	case from.Type().Kind() == parquet.Int96:
		return oldTimestamp(from)
	case isBytes(from) && isBytes(to):
		return func(v parquet.Value) (parquet.Value, error) { return parquet.ByteArrayValue(v.ByteArray()), nil }
	case isClock(from, to) && finer(to, from):
		return clockConversion(from, to)
	}
	if isNull(from) || from.Type().Kind() == to.Type().Kind() && to.Type().Kind() != parquet.FixedLenByteArray {
		return func(v parquet.Value) (parquet.Value, error) { return v, nil }
	}
	read, _ := number(from)
	switch to.Type().Kind() {
	case parquet.Double:
		return func(v parquet.Value) (parquet.Value, error) { return parquet.DoubleValue(read(v)), nil }
	case parquet.Float:
		return func(v parquet.Value) (parquet.Value, error) { return parquet.FloatValue(float32(read(v))), nil }
	default: // integers of 32 bits, which a float64 holds
		return func(v parquet.Value) (parquet.Value, error) { return parquet.Int64Value(int64(read(v))), nil }
	}
}

// row converts the kept values of a row.
func (c *conversion) row(values parquet.Row) (parquet.Row, error) {
	out := make(parquet.Row, 0, len(values))
	for column := range c.leaves {
		leaf := &c.leaves[column]
		if leaf.source < 0 {
			out = append(out, parquet.NullValue().Level(0, 0, column))
			continue
		}
		start, _ := slices.BinarySearchFunc(values, leaf.source, func(v parquet.Value, source int) int { return v.Column() - source })
		for _, v := range values[start:] {
			if v.Column() != leaf.source {
				break
			}
			if v.RepetitionLevel() > leaf.lists {
				continue
			}
			level := leaf.levels[min(v.DefinitionLevel(), len(leaf.levels)-1)]
			next := parquet.NullValue()
			if level == leaf.present && !v.IsNull() {
				var err error
				if next, err = leaf.value(v); err != nil {
					return nil, err
				}
			}
			out = append(out, next.Level(v.RepetitionLevel(), level, column))
		}
	}
	return out, nil
}

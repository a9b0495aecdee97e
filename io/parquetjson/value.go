package parquetjson

import (
	"errors"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// Cursor is what remains of one row while it is put together again: the values
// of each leaf that are not yet used.
type Cursor struct {
	Leaves [][]parquet.Value // with their levels; only these are to be set
	short  bool              // a leaf ran out of values before its siblings did
}

// level returns the definition level of leaf i's next value, which says how
// deep the structure above it is present; -1 if there is none.
func (c *Cursor) level(i int) int {
	if len(c.Leaves[i]) == 0 {
		return -1
	}
	return c.Leaves[i][0].DefinitionLevel()
}

// Next takes leaf i's next value, null if there is none.
func (c *Cursor) Next(i int) parquet.Value {
	if len(c.Leaves[i]) == 0 {
		c.short = true
		return parquet.NullValue()
	}
	v := c.Leaves[i][0]
	c.Leaves[i] = c.Leaves[i][1:]
	return v
}

// more tells whether leaf i's next value repeats at the given level or deeper.
func (c *Cursor) more(i, rep int) bool {
	return len(c.Leaves[i]) > 0 && c.Leaves[i][0].RepetitionLevel() >= rep
}

var errLevels = errors.New("the values' levels do not fit the column's schema")

// Check reports values left over or missing.
func (c *Cursor) Check() error {
	for _, values := range c.Leaves {
		if c.short || len(values) > 0 {
			return errLevels
		}
	}
	return nil
}

// Append appends one node's value as JSON, and takes it from the Cursor.
type Append func(dst []byte, c *Cursor) []byte

// span is the leaves below a node, from first up to but not including end.
type span struct{ first, end int }

// skip takes the one value that stands in each leaf for something absent.
func (s span) skip(c *Cursor) {
	for i := s.first; i < s.end; i++ {
		c.Next(i)
	}
}

// absent tells whether the next value says that the node is not there. A group
// without leaves cannot say so.
func (s span) absent(c *Cursor, def int) bool {
	return s.first < s.end && c.level(s.first) < def
}

// empty tells whether a list or map has no elements. One without leaves has
// nothing that would say how many.
func (s span) empty(c *Cursor, def int) bool { return s.first == s.end || s.absent(c, def) }

// Compiler turns schema nodes into Appends, counting leaves as it goes: the next
// node's first leaf is number Leaf of the Cursor.
// It follows the record assembly of Dremel (Melnik et al., 2010, section 4.2).
type Compiler struct{ Leaf int }

// Node compiles a node with its repetition. Rep and def are the levels of its
// parent.
func (k *Compiler) Node(n parquet.Node, rep, def int) Append {
	first := k.Leaf
	switch {
	case n.Repeated():
		element := k.content(n, rep+1, def+1)
		return array(element, span{first, k.Leaf}, rep+1, def+1)
	case n.Optional():
		return optional(k.content(n, rep, def+1), span{first, k.Leaf}, def+1)
	default:
		return k.content(n, rep, def)
	}
}

// content compiles a node as though it were required.
func (k *Compiler) content(n parquet.Node, rep, def int) Append {
	if n.Leaf() {
		i, appendValue := k.Leaf, leafFunc(n.Type())
		k.Leaf++
		return func(dst []byte, c *Cursor) []byte {
			v := c.Next(i)
			if v.IsNull() {
				return append(dst, "null"...)
			}
			return appendValue(dst, v)
		}
	}
	first := k.Leaf
	switch logical(n.Type()).(type) {
	case *format.ListType:
		if repeated, ok := RepeatedChild(n); ok {
			element := k.listElement(repeated, rep+1, def+1)
			return array(element, span{first, k.Leaf}, rep+1, def+1)
		}
	case *format.MapType:
		if entry, ok := RepeatedChild(n); ok && !entry.Leaf() && len(entry.Fields()) == 2 {
			key := k.Node(entry.Fields()[0], rep+1, def+1)
			value := k.Node(entry.Fields()[1], rep+1, def+1)
			return object(key, value, span{first, k.Leaf}, rep+1, def+1)
		}
	}
	return k.structure(n, rep, def)
}

// RepeatedChild returns the only child of a LIST or MAP group.
func RepeatedChild(n parquet.Node) (parquet.Field, bool) {
	fields := n.Fields()
	if len(fields) != 1 || !fields[0].Repeated() {
		return nil, false
	}
	return fields[0], true
}

// IsElement tells whether the repeated node of a list is itself the element.
// Usually it is a group around the element; by the format's rules for older
// files, it is the element if it is a leaf, has several fields, or is called
// "array" or "<list>_tuple" (LogicalTypes.md, "Lists", backward compatibility).
func IsElement(repeated parquet.Field) bool {
	return repeated.Leaf() || len(repeated.Fields()) != 1 || isElementName(repeated.Name())
}

// listElement compiles the element of a list from its repeated node.
func (k *Compiler) listElement(repeated parquet.Field, rep, def int) Append {
	if IsElement(repeated) {
		return k.content(repeated, rep, def)
	}
	return k.Node(repeated.Fields()[0], rep, def)
}

func (k *Compiler) structure(n parquet.Node, rep, def int) Append {
	var names [][]byte
	var values []Append
	for _, f := range n.Fields() {
		names = append(names, append(AppendString(nil, f.Name()), ':'))
		values = append(values, k.Node(f, rep, def))
	}
	return func(dst []byte, c *Cursor) []byte {
		dst = append(dst, '{')
		for i, value := range values {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, names[i]...)
			dst = value(dst, c)
		}
		return append(dst, '}')
	}
}

func optional(content Append, s span, def int) Append {
	return func(dst []byte, c *Cursor) []byte {
		if s.absent(c, def) {
			s.skip(c)
			return append(dst, "null"...)
		}
		return content(dst, c)
	}
}

func array(element Append, s span, rep, def int) Append {
	return func(dst []byte, c *Cursor) []byte {
		if s.empty(c, def) {
			s.skip(c)
			return append(dst, "[]"...)
		}
		dst = element(append(dst, '['), c)
		for c.more(s.first, rep) {
			dst = element(append(dst, ','), c)
		}
		return append(dst, ']')
	}
}

// object appends a map. JSON's keys are strings, so a key of another type is
// the string of its JSON text. Of equal keys all are written, in order.
func object(key, value Append, s span, rep, def int) Append {
	entry := func(dst []byte, c *Cursor) []byte {
		start := len(dst)
		dst = key(dst, c)
		if dst[start] != '"' {
			dst = AppendString(dst[:start], string(dst[start:]))
		}
		return value(append(dst, ':'), c)
	}
	return func(dst []byte, c *Cursor) []byte {
		if s.empty(c, def) {
			s.skip(c)
			return append(dst, "{}"...)
		}
		dst = entry(append(dst, '{'), c)
		for c.more(s.first, rep) {
			dst = entry(append(dst, ','), c)
		}
		return append(dst, '}')
	}
}

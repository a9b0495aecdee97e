package shards

import (
	"errors"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// cursor is what remains of one row while it is put together again: the values
// of each leaf that are not yet used.
type cursor struct {
	leaves [][]parquet.Value
	short  bool // a leaf ran out of values before its siblings did
}

// level returns the definition level of leaf i's next value, which says how
// deep the structure above it is present; -1 if there is none.
func (c *cursor) level(i int) int {
	if len(c.leaves[i]) == 0 {
		return -1
	}
	return c.leaves[i][0].DefinitionLevel()
}

// next takes leaf i's next value, null if there is none.
func (c *cursor) next(i int) parquet.Value {
	if len(c.leaves[i]) == 0 {
		c.short = true
		return parquet.NullValue()
	}
	v := c.leaves[i][0]
	c.leaves[i] = c.leaves[i][1:]
	return v
}

// more tells whether leaf i's next value repeats at the given level or deeper.
func (c *cursor) more(i, rep int) bool {
	return len(c.leaves[i]) > 0 && c.leaves[i][0].RepetitionLevel() >= rep
}

var errLevels = errors.New("the values' levels do not fit the column's schema")

// check reports values left over or missing.
func (c *cursor) check() error {
	for _, values := range c.leaves {
		if c.short || len(values) > 0 {
			return errLevels
		}
	}
	return nil
}

// appendFunc appends one node's value as JSON.
type appendFunc func(dst []byte, c *cursor) []byte

// span is the leaves below a node, from first up to but not including end.
type span struct{ first, end int }

// skip takes the one value that stands in each leaf for something absent.
func (s span) skip(c *cursor) {
	for i := s.first; i < s.end; i++ {
		c.next(i)
	}
}

// absent tells whether the next value says that the node is not there. A group
// without leaves cannot say so.
func (s span) absent(c *cursor, def int) bool {
	return s.first < s.end && c.level(s.first) < def
}

// compiler turns schema nodes into appendFuncs, counting leaves as it goes.
// It follows the record assembly of Dremel (Melnik et al., 2010, section 4.2).
type compiler struct{ leaf int }

// node compiles a node with its repetition. Rep and def are the levels of its
// parent.
func (k *compiler) node(n parquet.Node, rep, def int) appendFunc {
	first := k.leaf
	switch {
	case n.Repeated():
		element := k.content(n, rep+1, def+1)
		return array(element, span{first, k.leaf}, rep+1, def+1)
	case n.Optional():
		return optional(k.content(n, rep, def+1), span{first, k.leaf}, def+1)
	default:
		return k.content(n, rep, def)
	}
}

// content compiles a node as though it were required.
func (k *compiler) content(n parquet.Node, rep, def int) appendFunc {
	if n.Leaf() {
		i, appendValue := k.leaf, leafFunc(n.Type())
		k.leaf++
		return func(dst []byte, c *cursor) []byte {
			v := c.next(i)
			if v.IsNull() {
				return append(dst, "null"...)
			}
			return appendValue(dst, v)
		}
	}
	first := k.leaf
	switch logical(n.Type()).(type) {
	case *format.ListType:
		if repeated, ok := repeatedChild(n); ok {
			element := k.listElement(repeated, rep+1, def+1)
			return array(element, span{first, k.leaf}, rep+1, def+1)
		}
	case *format.MapType:
		if entry, ok := repeatedChild(n); ok && !entry.Leaf() && len(entry.Fields()) == 2 {
			key := k.node(entry.Fields()[0], rep+1, def+1)
			value := k.node(entry.Fields()[1], rep+1, def+1)
			return object(key, value, span{first, k.leaf}, rep+1, def+1)
		}
	}
	return k.structure(n, rep, def)
}

// repeatedChild returns the only child of a LIST or MAP group.
func repeatedChild(n parquet.Node) (parquet.Field, bool) {
	fields := n.Fields()
	if len(fields) != 1 || !fields[0].Repeated() {
		return nil, false
	}
	return fields[0], true
}

// listElement compiles the element of a list from its repeated node. Usually
// that is a group around the element; by the format's rules for older files, the
// node is itself the element if it is a leaf, has several fields, or is called
// "array" or "<list>_tuple" (LogicalTypes.md, "Lists", backward compatibility).
func (k *compiler) listElement(repeated parquet.Field, rep, def int) appendFunc {
	if repeated.Leaf() || len(repeated.Fields()) != 1 || isElementName(repeated.Name()) {
		return k.content(repeated, rep, def)
	}
	return k.node(repeated.Fields()[0], rep, def)
}

func (k *compiler) structure(n parquet.Node, rep, def int) appendFunc {
	var names [][]byte
	var values []appendFunc
	for _, f := range n.Fields() {
		names = append(names, append(appendString(nil, f.Name()), ':'))
		values = append(values, k.node(f, rep, def))
	}
	return func(dst []byte, c *cursor) []byte {
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

func optional(content appendFunc, s span, def int) appendFunc {
	return func(dst []byte, c *cursor) []byte {
		if s.absent(c, def) {
			s.skip(c)
			return append(dst, "null"...)
		}
		return content(dst, c)
	}
}

func array(element appendFunc, s span, rep, def int) appendFunc {
	return func(dst []byte, c *cursor) []byte {
		if s.first == s.end {
			return append(dst, "[]"...)
		}
		if s.absent(c, def) {
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
func object(key, value appendFunc, s span, rep, def int) appendFunc {
	entry := func(dst []byte, c *cursor) []byte {
		start := len(dst)
		dst = key(dst, c)
		if dst[start] != '"' {
			dst = appendString(dst[:start], string(dst[start:]))
		}
		return value(append(dst, ':'), c)
	}
	return func(dst []byte, c *cursor) []byte {
		if s.absent(c, def) {
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

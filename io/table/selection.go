package table

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"slices"
)

// Selection is an ascending set of row numbers of one file. It is compact: a
// range takes no room, and other sets about one byte a row where the gaps are
// below 128. The fields are exported for serialisation only; make Selections
// with Range, Select or a SelectionBuilder.
type Selection struct {
	First  int64  // the first row number
	Count  int64  // how many rows
	Deltas []byte // the gaps between rows as uvarints; empty for consecutive rows
}

// Range selects count consecutive rows.
func Range(first, count int64) Selection {
	if count <= 0 {
		return Selection{}
	}
	return Selection{First: first, Count: count}
}

// Select selects the given rows. They need not be sorted, and duplicates count
// once.
func Select(numbers []int64) Selection {
	if !ascending(numbers) {
		numbers = slices.Clone(numbers)
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
	}
	if len(numbers) == 0 {
		return Selection{}
	}
	var b SelectionBuilder
	for _, n := range numbers {
		b.Add(n)
	}
	return b.Selection()
}

// SelectionBuilder makes a Selection of rows that come one by one, in no more room
// than it takes. Its zero value is empty.
type SelectionBuilder struct {
	made Selection
	last int64
}

// Add adds a row, which must come after those before it.
func (b *SelectionBuilder) Add(n int64) {
	s := &b.made
	switch {
	case s.Count == 0:
		s.First = n
	case len(s.Deltas) > 0 || n != b.last+1:
		if len(s.Deltas) == 0 { // consecutive up to here
			s.Deltas = bytes.Repeat([]byte{1}, int(s.Count-1))
		}
		s.Deltas = binary.AppendUvarint(s.Deltas, uint64(n-b.last))
	}
	b.last = n
	s.Count++
}

// Selection returns the rows added so far.
func (b *SelectionBuilder) Selection() Selection { return b.made }

func ascending(numbers []int64) bool {
	for i := 1; i < len(numbers); i++ {
		if numbers[i] <= numbers[i-1] {
			return false
		}
	}
	return true
}

// Len returns the number of rows.
func (s Selection) Len() int64 { return s.Count }

// All yields the row numbers in ascending order.
func (s Selection) All() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for c := s.Cursor(); c.OK; c.Next() {
			if !yield(c.N) {
				return
			}
		}
	}
}

// Check says whether the selection is sound and lies within a file.
func (s Selection) Check(rows int64) error {
	if s.Count == 0 {
		return nil
	}
	if s.First < 0 || s.Count < 0 || s.Count > rows || s.First > rows-s.Count {
		return fmt.Errorf("%d rows from row %d on are not all within the %d rows of the file", s.Count, s.First, rows)
	}
	if len(s.Deltas) == 0 {
		return nil
	}
	c := s.Cursor()
	for c.OK && c.Left > 1 {
		c.Next()
	}
	if !c.OK {
		return fmt.Errorf("the selection's deltas do not hold its %d rows", s.Count)
	}
	if c.N >= rows {
		return fmt.Errorf("row %d is not within the %d rows of the file", c.N, rows)
	}
	return nil
}

// Cursor walks a Selection. It is a value: a copy walks on by itself.
type Cursor struct {
	N      int64 // the current row
	Left   int64 // rows from the current one on
	OK     bool  // there is a current row
	ranged bool
	deltas []byte
}

// Cursor returns a cursor at the first row.
func (s Selection) Cursor() Cursor {
	return Cursor{N: s.First, Left: s.Count, OK: s.Count > 0, ranged: len(s.Deltas) == 0, deltas: s.Deltas}
}

// Next moves to the following row. Deltas that make no sense end the walk.
func (c *Cursor) Next() {
	if !c.OK {
		return
	}
	gap := uint64(1)
	if !c.ranged && c.Left > 1 {
		var size int
		gap, size = binary.Uvarint(c.deltas)
		if size <= 0 || gap == 0 || gap > uint64(math.MaxInt64-c.N) {
			c.OK = false
			return
		}
		c.deltas = c.deltas[size:]
	}
	c.Left--
	c.N += int64(gap)
	c.OK = c.Left > 0
}

// SkipTo moves to the first row that is not below n, never backwards.
func (c *Cursor) SkipTo(n int64) {
	if c.OK && c.ranged && c.N < n {
		skip := min(n-c.N, c.Left)
		c.N += skip
		c.Left -= skip
		c.OK = c.Left > 0
		return
	}
	for c.OK && c.N < n {
		c.Next()
	}
}

package vp8lcrop

import "math/bits"

const (
	maxCodeLength = 15
	maxRootBits   = 8
)

// code is a prefix code as a table that is looked up with the next bits. An entry
// is a symbol and, in the lowest four bits, the length of its code; or, where codes
// are longer than root, the place of another table and how many bits that takes.
type code struct {
	table []uint32
	root  uint // bits that the first table takes; 0 where there is but one symbol
}

const (
	linked      = 1 << 31
	entryLength = 15
)

// newCode makes the table of a canonical code from the length of each symbol's
// code, 0 where it has none. A code of a single symbol takes no bits.
func newCode(lengths []uint8) (code, error) {
	var counts [maxCodeLength + 1]int
	used, last, longest := 0, 0, uint8(0)
	for symbol, n := range lengths {
		if n > 0 {
			counts[n]++
			used, last, longest = used+1, symbol, max(longest, n)
		}
	}
	switch used {
	case 0:
		return code{}, FormatError("a code without symbols")
	case 1:
		return singleCode(last), nil
	}
	var next [maxCodeLength + 1]int // the next code of each length
	space := 0
	for n := 1; n <= maxCodeLength; n++ {
		if n > 1 {
			next[n] = (next[n-1] + counts[n-1]) << 1
		}
		space += counts[n] << (maxCodeLength - n)
	}
	if space != 1<<maxCodeLength {
		return code{}, FormatError("a code that is not complete")
	}
	c := code{root: min(uint(longest), maxRootBits)}
	c.table = make([]uint32, 1<<c.root)
	c.link(lengths, next)
	for symbol, n := range lengths {
		if n > 0 {
			c.enter(uint32(symbol), uint(n), reversed(next[n], uint(n)))
			next[n]++
		}
	}
	return c, nil
}

func singleCode(symbol int) code { return code{table: []uint32{uint32(symbol) << 4}} }

// reversed returns a code of n bits as it is read: its highest bit comes first.
func reversed(value int, n uint) uint { return uint(bits.Reverse16(uint16(value)) >> (16 - n)) }

// link makes the further tables, each as large as the longest of its codes wants.
func (c *code) link(lengths []uint8, next [maxCodeLength + 1]int) {
	var longest [1 << maxRootBits]uint
	for _, n := range lengths {
		if n := uint(n); n > c.root {
			at := reversed(next[n], n) & (1<<c.root - 1)
			longest[at] = max(longest[at], n-c.root)
			next[n]++
		}
	}
	for at, n := range longest {
		if n > 0 {
			c.table[at] = linked | uint32(len(c.table))<<4 | uint32(n)
			c.table = append(c.table, make([]uint32, 1<<n)...)
		}
	}
}

// enter enters a symbol wherever the next bits begin with its code.
func (c *code) enter(symbol uint32, n, bits uint) {
	table := c.table[:1<<c.root]
	if n > c.root {
		link := c.table[bits&(1<<c.root-1)]
		table = c.table[link&^linked>>4:][:1<<(link&entryLength)]
		n, bits = n-c.root, bits>>c.root
	}
	for ; bits < uint(len(table)); bits += 1 << n {
		table[bits] = symbol<<4 | uint32(n)
	}
}

// next reads a symbol.
func (c *code) next(r *bitReader) uint32 {
	if r.n < maxCodeLength {
		r.fill()
	}
	e := c.table[r.acc&(1<<c.root-1)]
	if e&linked != 0 {
		r.drop(c.root)
		e = c.table[e&^linked>>4+uint32(r.acc)&(1<<(e&entryLength)-1)]
	}
	r.drop(uint(e & entryLength))
	return e >> 4
}

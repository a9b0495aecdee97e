package inflate

import "math/bits"

// An entry is what the next bits mean, packed so that a match needs no other
// table:
//
//	bits  0-5   bits to drop: those of the code and the extra bits behind it
//	bit   6     a literal, or two
//	bit   7     none of what the fast path knows: see below
//	bits  8-11  of a literal, how many there are; else the length of the code
//	bits 16-31  the literals, or the number to which the extra bits are added
//
// Where bit 7 is set, bits 16-31 are the place of a table for the longer codes
// that begin so; bit 12 marks the end of the block, and an entry that has
// nothing but bit 7 stands for no code.
type entry uint32

const (
	dropBits = 63
	literal  = 1 << 6
	other    = 1 << 7
	endBlock = 1 << 12
	subTable = 1 << 13

	countShift = 8 // of literals, or of the code's bits
	countMask  = 15
	valueShift = 16
)

const (
	maxCode      = 15 // bits
	numLiterals  = 288
	numDistances = 32
	literalBits  = 11 // of the first table's index
	distanceBits = 9
)

// literalTable decodes literals and lengths, distanceTable distances: a table
// by the next bits, and behind it one for each beginning of longer codes. Of
// these there are at most half as many as symbols.
type (
	literalTable  [1<<literalBits + numLiterals/2<<(maxCode-literalBits)]entry
	distanceTable [1<<distanceBits + numDistances/2<<(maxCode-distanceBits)]entry
)

// build fills a table, whose first part has an index of so many bits, for a
// code of the given lengths, where symbols[i] is the entry of symbol i without
// its code. It refuses what compress/flate refuses: a code that is not
// complete, but for one of a single symbol of one bit, and none at all.
func build(table []entry, index int, lengths []uint8, symbols []entry) bool {
	var count [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	longest, left := 0, 1
	for n := 1; n <= maxCode; n++ {
		if left = 2*left - count[n]; left < 0 {
			return false
		}
		if count[n] > 0 {
			longest = n
		}
	}
	if single := longest == 1 && count[1] == 1; single || longest == 0 {
		fill(table[:1<<index], other)
	} else if left != 0 {
		return false
	}
	var order [numLiterals]uint16
	fillTable(table, index, sortSymbols(&order, lengths, &count), symbols, lengths)
	return true
}

func fill(table []entry, e entry) {
	for i := range table {
		table[i] = e
	}
}

// sortSymbols fills order with the symbols that have a code, in the order of
// their codes, and returns that part of it.
func sortSymbols(order *[numLiterals]uint16, lengths []uint8, count *[maxCode + 1]int) []uint16 {
	var next [maxCode + 2]int
	for n := 1; n <= maxCode; n++ {
		next[n+1] = next[n] + count[n]
	}
	for symbol, n := range lengths {
		if n > 0 {
			order[next[n]] = uint16(symbol)
			next[n]++
		}
	}
	return order[:next[maxCode]]
}

// fillTable goes through the codes from the shortest on. Whenever they become
// longer by a bit the table so far, which repeats itself, is doubled.
func fillTable(table []entry, index int, order []uint16, symbols []entry, lengths []uint8) {
	code, size, free := 0, 0, 1<<index
	prefix, sub := -1, 0 // how the last long code began, and the place of the table for such
	for _, symbol := range order {
		n := int(lengths[symbol])
		for ; size < n; size++ {
			if code <<= 1; size < index {
				copy(table[1<<size:2<<size], table[:1<<size])
			}
		}
		reversed := int(bits.Reverse16(uint16(code)) >> (16 - n))
		e := withCode(symbols[symbol], n)
		if n <= index {
			table[reversed] = e
		} else {
			first := reversed & (1<<index - 1)
			if first != prefix {
				table[first] = entry(free)<<valueShift | subTable | other
				prefix, sub = first, free
				free += 1 << (maxCode - index)
			}
			for i := reversed >> index; i < 1<<(maxCode-index); i += 1 << (n - index) {
				table[sub+i] = e
			}
		}
		code++
	}
	for ; size < index; size++ {
		copy(table[1<<size:2<<size], table[:1<<size])
	}
}

// withCode completes an entry by a code of n bits.
func withCode(e entry, n int) entry {
	if e&literal == 0 {
		e |= entry(n) << countShift
	}
	return e + entry(n)
}

// pairLiterals lets an entry stand for two literals where the index has the
// bits of both. It goes down, so that what the second one is looked up by, which
// is smaller, is still the first's alone.
func pairLiterals(table *literalTable) {
	for i := 1<<literalBits - 1; i >= 0; i-- {
		first := table[i]
		if first&literal == 0 {
			continue
		}
		bits := first & dropBits
		second := table[i>>bits]
		if second&literal == 0 || bits+second&dropBits > literalBits {
			continue
		}
		table[i] = first + second&dropBits + 1<<countShift + second>>valueShift<<(valueShift+8)
	}
}

package jpegcrop

import "math/bits"

// token is a symbol that is to be written, before its code is known: above
// sixteen bits the bits that follow the code, then the number of its table, and
// in the lower eight bits the symbol, whose lower four bits tell how many bits
// follow.
type token uint32

// tableOf numbers the Huffman tables: those of luma and of chroma have one for
// DC and one for AC coefficients.
func tableOf(comp, class int) int { return 2*min(comp, 1) + class }

const (
	zeros16    = 0xf0 // the symbol for 16 zeros
	endOfBlock = 0x00
)

// magnitude returns the bits that tell a value among those of its size, and
// the size: T.81, F.1.2.1.
func magnitude(c int) (v, size uint) {
	sign := c >> 63
	size = bitLength(uint(c^sign) - uint(sign))
	return uint(c+sign) & (1<<(size&63) - 1), size
}

// bitLength is bits.Len for up to 16 bits. Most values are small, and the
// processor's own instruction is slow on some.
func bitLength(v uint) uint {
	if v < 256 {
		return uint(bitLengths[v])
	}
	return uint(bits.Len(v))
}

var bitLengths = func() (t [256]uint8) {
	for v := range t {
		t[v] = uint8(bits.Len(uint(v)))
	}
	return t
}()

// zigzagBits puts bits that are in columns into zigzag order.
func zigzagBits(columns uint64) (bits uint64) {
	for u := range zigzagColumns {
		bits |= zigzagColumns[u][columns>>(8*u)&255]
	}
	return bits
}

// zigzagColumns has the bits of each column in zigzag order.
var zigzagColumns = func() (t [8][256]uint64) {
	for u := range t {
		for column := range t[u] {
			for v := range 8 {
				t[u][column] |= uint64(column>>v&1) << order[8*u+v]
			}
		}
	}
	return t
}()

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

// magnitude returns the token of a value of up to maxDCBits bits, but for its run
// and table: T.81, F.1.2.1.
func magnitude(v int) token { return magnitudes[v&(len(magnitudes)-1)] }

var magnitudes = func() (t [2 << maxDCBits]token) {
	for i := range t {
		v := i
		if v >= len(t)/2 {
			v -= len(t)
		}
		size := bits.Len(uint(abs(v)))
		if v < 0 {
			v += 1<<size - 1
		}
		t[i] = token(v<<16 | size)
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

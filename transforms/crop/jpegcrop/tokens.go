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

// coefficient is a quantized AC coefficient, above six bits that hold its
// number in zigzag order.
type coefficient int32

// script is what a scan says.
type script struct {
	tokens []token        // that are not among the bits yet
	counts [4][256]uint32 // how often each symbol comes, by table
	pred   [3]int         // the DC coefficients that the next ones are told from

	fixed bool         // the codes are chosen
	specs [4]codeSpec  // by table
	codes [4]codeTable // the same
	bits  bitWriter
}

// maxTokens limits how many tokens wait for their code, in 4 MB. It is beyond
// what most crops have.
const maxTokens = 1 << 20

func (s *script) reset() {
	s.tokens, s.counts, s.pred = s.tokens[:0], [4][256]uint32{}, [3]int{}
	s.fixed = false
	s.bits.reset()
}

// release drops memory that is more than the next picture will need.
func (s *script) release() {
	if cap(s.bits.out) > maxKept {
		s.bits.out = nil
	}
}

// add appends a block: T.81, F.1.2. Of the AC coefficients it takes those that
// are not 0.
func (s *script) add(comp, dc int, ac []coefficient) {
	at := len(s.tokens)
	if cap(s.tokens)-at < 68 { // 64 coefficients, and the runs of zeros between them
		s.tokens = append(make([]token, 0, 2*cap(s.tokens)+4096), s.tokens...)
	}
	tokens := s.tokens[:at+68]
	v, size := magnitude(dc - s.pred[comp])
	s.pred[comp] = dc
	table := tableOf(comp, 0)
	tokens[at] = token(v<<16 | uint(table)<<8 | size)
	at++
	s.counts[table][size&255]++

	table = tableOf(comp, 1)
	counts, head := &s.counts[table], uint(table)<<8
	last := uint(0)
	for _, c := range ac {
		k := uint(c & 63)
		run := k - last - 1
		last = k
		for ; run > 15; run -= 16 {
			tokens[at] = token(head | zeros16)
			at++
			counts[zeros16]++
		}
		v, size := magnitude(int(c >> 6))
		symbol := (run<<4 | size) & 255
		tokens[at] = token(v<<16 | head | symbol)
		at++
		counts[symbol]++
	}
	if last < 63 {
		tokens[at] = token(head | endOfBlock)
		at++
		counts[endOfBlock]++
	}
	s.tokens = tokens[:at]
	if at >= maxTokens {
		s.spill()
	}
}

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

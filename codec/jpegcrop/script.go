package jpegcrop

import (
	"math/bits"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// script is what a scan says.
type script struct {
	tokens []token        // that are not among the bits yet
	counts [4][256]uint32 // how often each symbol comes, by table
	pred   [3]int         // the DC coefficients that the next ones are told from

	fixed    bool        // the codes are chosen
	specs    [4]codeSpec // by table
	prefixes prefixes    // the same
	bits     bitWriter
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

// add appends a block: T.81, F.1.2. The bits of nonzero tell, in zigzag order,
// which of its AC coefficients are not 0; the others are not looked at.
func (s *script) add(comp int, q *dct.Quantized, nonzero uint64) {
	at := len(s.tokens)
	if cap(s.tokens)-at < 68 { // 64 coefficients, and the runs of zeros between them
		s.tokens = append(make([]token, 0, 2*cap(s.tokens)+4096), s.tokens...)
	}
	tokens := s.tokens[:at+68]
	dc := int(q[0])
	t := magnitude(dc - s.pred[comp])
	s.pred[comp] = dc
	table := tableOf(comp, 0)
	tokens[at] = t | token(table)<<8
	at++
	s.counts[table][t&255]++

	table = tableOf(comp, 1)
	counts, head := &s.counts[table], token(table)<<8
	last := uint(0)
	for rest := nonzero &^ 1; rest != 0; rest &= rest - 1 {
		k := uint(bits.TrailingZeros64(rest)) & 63
		run := k - last - 1
		last = k
		for ; run > 15; run -= 16 {
			tokens[at] = head | zeros16
			at++
			counts[zeros16]++
		}
		t := magnitude(int(q[zigzag[k]&63])) | token(run<<4)
		tokens[at] = t | head
		at++
		counts[t&255]++
	}
	if last < 63 {
		tokens[at] = head | endOfBlock
		at++
		counts[endOfBlock]++
	}
	s.tokens = tokens[:at]
	if at >= maxTokens {
		s.spill()
	}
}

// spill writes what there is, in the code that is best for that but has every
// symbol that may still come: T.81, tables F.1 and F.2.
func (s *script) spill() {
	if !s.fixed {
		for symbol := range 256 {
			size := symbol & 15
			for table := range s.counts {
				dc := table&1 == 0
				if dc && symbol <= maxDCBits || !dc && (1 <= size && size <= maxACBits || symbol == zeros16 || symbol == endOfBlock) {
					s.counts[table][symbol]++
				}
			}
		}
		s.fix()
	}
	s.bits.write(s.tokens, &s.prefixes)
	s.tokens = s.tokens[:0]
}

// fix chooses the codes.
func (s *script) fix() {
	for i := range s.specs {
		s.specs[i].optimize(&s.counts[i])
		var codes codeTable
		s.specs[i].codes(&codes)
		s.prefixes.set(i, &codes)
	}
	s.fixed = true
}

// finish returns all bits, the last byte filled with ones.
func (s *script) finish() []byte {
	if !s.fixed {
		s.fix()
	}
	s.bits.write(s.tokens, &s.prefixes)
	s.tokens = s.tokens[:0]
	return s.bits.end()
}

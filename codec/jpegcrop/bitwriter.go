package jpegcrop

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// bitWriter collects bits, first bit first. Stuffing is left to stuff, as
// finding 0xff in bytes is much cheaper than looking for it in bits.
type bitWriter struct {
	out []byte
	acc uint64 // the bits that are not written yet, the first one uppermost; the rest is 0
	n   uint   // how many they are: less than 8
}

func (w *bitWriter) reset() { *w = bitWriter{out: w.out[:0]} }

// write appends the bits of tokens, two at a time: they are at most 27 each.
func (w *bitWriter) write(tokens []token, p *prefixes) {
	if len(tokens)&1 == 1 {
		w.append(p.bits(tokens[0]))
		tokens = tokens[1:]
	}

	at, acc, n := len(w.out), w.acc, w.n
	most := 4*len(tokens) + 8 // bytes: 32 bits each, and what a store may reach
	out := slices.Grow(w.out, most)[:at+most]
	for ; len(tokens) >= 2; tokens = tokens[2:] {
		first, length := p.bits(tokens[0])
		second, more := p.bits(tokens[1])
		n += length + more
		acc |= (first<<(more&63) | second) << (-n & 63)
		binary.BigEndian.PutUint64(out[at:], acc)
		at += int(n >> 3)
		acc, n = acc<<(n&^7&63), n&7
	}
	w.out, w.acc, w.n = out[:at], acc, n
}

// append appends so many bits, at most 56.
func (w *bitWriter) append(bits uint64, length uint) {
	w.n += length
	w.acc |= bits << (-w.n & 63)
	for ; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.acc>>56))
		w.acc <<= 8
	}
}

// end returns all bits, the last byte filled with ones.
func (w *bitWriter) end() []byte {
	if w.n > 0 {
		w.out = append(w.out, byte(w.acc>>56)|0xff>>w.n)
	}
	return w.out
}

// stuff appends src to dst with a zero byte after each 0xff.
func stuff(dst, src []byte) []byte {
	for {
		i := bytes.IndexByte(src, 0xff)
		if i < 0 {
			return append(dst, src...)
		}
		dst = append(append(dst, src[:i+1]...), 0)
		src = src[i+1:]
	}
}

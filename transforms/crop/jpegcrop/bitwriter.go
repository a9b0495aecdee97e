package jpegcrop

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// bitWriter collects bits, first bit first. Stuffing waits for the end, as
// finding 0xff in bytes is much cheaper than looking for it in bits.
type bitWriter struct {
	out []byte
	acc uint64 // the bits that are not written yet, the first one uppermost; the rest is 0
	n   uint   // how many they are: less than 8 between calls
}

// reset empties the writer, which keeps its memory.
func (w *bitWriter) reset() { *w = bitWriter{out: w.out[:0]} }

// maxBlock is more than what a block takes: 64 codes of 16 bits with 15 bits
// each after them, and eight bytes that a store may write beyond.
const maxBlock = 300

// block appends a block's codes: T.81, F.1.2. Of the AC coefficients it takes
// those that are not 0.
func (w *bitWriter) block(diff int, ac []coefficient, dcCode, acCode *codeTable) {
	at := len(w.out)
	if cap(w.out)-at < maxBlock {
		w.out = slices.Grow(w.out, maxBlock)
	}
	out, acc, n := w.out[:at+maxBlock], w.acc, w.n

	v, size := magnitude(diff)
	code := dcCode[size&255]
	n += uint(code&255) + size
	acc |= (uint64(code>>8)<<(size&63) | v) << (-n & 63)
	last := uint(0)
	for _, c := range ac {
		binary.BigEndian.PutUint64(out[at:], acc)
		at += int(n >> 3)
		acc, n = acc<<(n&^7&63), n&7
		k := uint(c & 63)
		run := k - last - 1
		last = k
		for ; run > 15; run -= 16 {
			n += uint(acCode[0xf0] & 255)
			acc |= uint64(acCode[0xf0]>>8) << (-n & 63)
			binary.BigEndian.PutUint64(out[at:], acc)
			at += int(n >> 3)
			acc, n = acc<<(n&^7&63), n&7
		}
		v, size := magnitude(int(c >> 6))
		code := acCode[(run<<4|size)&255]
		n += uint(code&255) + size
		acc |= (uint64(code>>8)<<(size&63) | v) << (-n & 63)
	}
	if last < 63 { // the end of the block
		n += uint(acCode[0] & 255)
		acc |= uint64(acCode[0]>>8) << (-n & 63)
	}
	binary.BigEndian.PutUint64(out[at:], acc)
	at += int(n >> 3)
	w.out, w.acc, w.n = out[:at], acc<<(n&^7&63), n&7
}

// magnitude returns the bits that tell a value among those of its size, and
// the size: T.81, F.1.2.1.
func magnitude(c int) (v uint64, size uint) {
	sign := c >> 63
	size = bitLength(uint(c^sign) - uint(sign))
	return uint64(c+sign) & (1<<(size&63) - 1), size
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

// end appends all bits to dst, the last byte filled with ones, with a zero byte
// after each 0xff.
func (w *bitWriter) end(dst []byte) []byte {
	if w.n > 0 {
		w.out = append(w.out, byte(w.acc>>56)|0xff>>w.n)
	}
	dst = slices.Grow(dst, len(w.out)+len(w.out)/64+64)
	for rest := w.out; ; {
		i := bytes.IndexByte(rest, 0xff)
		if i < 0 {
			return append(dst, rest...)
		}
		dst = append(append(dst, rest[:i+1]...), 0)
		rest = rest[i+1:]
	}
}

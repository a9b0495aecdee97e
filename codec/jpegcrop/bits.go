package jpegcrop

import (
	"bytes"
	"encoding/binary"
)

// padding lies behind the data of a segment, so that a block may be read
// beyond its end before anyone looks: a block's longest code is 64 times 31
// bits.
const padding = 512

// bitReader reads the bits of one entropy-coded segment, first bit first.
type bitReader struct {
	buf []byte // the segment without stuffed bytes, and padding
	end int    // of the segment in buf
	pos int    // of the next byte to load
	acc uint64 // the next bits, the first one uppermost
	n   uint   // how many of them count
}

// refill makes at least 56 bits available. Bits of acc beyond the n that count
// are the same that the next refill puts there.
func (r *bitReader) refill() {
	r.acc |= binary.BigEndian.Uint64(r.buf[r.pos:]) >> (r.n & 63)
	r.pos += int((63 - r.n) >> 3)
	r.n |= 56
}

// drop passes over up to n bits that are there.
func (r *bitReader) drop(n uint) {
	r.acc <<= n & 63
	r.n -= n
}

// take returns the next n bits, of at most 16.
func (r *bitReader) take(n uint) int {
	if r.n < 16 {
		r.refill()
	}
	v := int(r.acc >> ((64 - n) & 63))
	if n == 0 {
		v = 0
	}
	r.drop(n)
	return v
}

// skip passes over any number of bits.
func (r *bitReader) skip(n int) {
	at := 8*r.pos - int(r.n) + n
	r.pos, r.acc, r.n = min(at>>3, r.end+8), 0, 0
	r.refill()
	r.drop(uint(at & 7))
}

// skipFew passes over up to 64 bits.
func (r *bitReader) skipFew(n uint) {
	if n > r.n {
		r.skip(int(n))
		return
	}
	r.acc = r.acc << (n >> 1) << (n - n>>1)
	r.n -= n
}

// overrun tells whether more bits were read than the segment has.
func (r *bitReader) overrun() bool { return 8*r.pos-int(r.n) > 8*r.end }

// surplus tells whether the segment goes on for more than the rest of a byte, and
// one more that encoders may fill it with.
func (r *bitReader) surplus() bool { return 8*r.pos-int(r.n)+16 <= 8*r.end }

// atEnd tells whether so few bits are left that the next code may lack some.
func (r *bitReader) atEnd() bool { return 8*r.pos-int(r.n)+32 > 8*r.end }

// farOver tells cheaply whether more bits were read than the segment has, by a
// few bytes.
func (r *bitReader) farOver() bool { return r.pos > r.end+16 }

// difference reads the difference of a DC coefficient from the one before: T.81,
// F.2.2.1.
func (r *bitReader) difference(t *huffTable) (int, error) {
	r.refill()
	e := t.values[r.acc>>(64-lookBits)]
	if e == 0 {
		if e = t.longValue(r.acc); e == 0 {
			return 0, errCode
		}
	}
	r.drop(uint(e & valueBits))
	return int(e >> valueShift), nil
}

// unstuff appends the entropy-coded data at the start of src to dst, without
// the zero bytes that follow each 0xff, and returns how much of src it took:
// up to a marker, or all.
func unstuff(dst, src []byte) ([]byte, int) {
	rest := src
	for {
		i := bytes.IndexByte(rest, 0xff)
		if i < 0 {
			return append(dst, rest...), len(src)
		}
		if i+1 < len(rest) && rest[i+1] == 0 {
			dst = append(dst, rest[:i+1]...)
			rest = rest[i+2:]
			continue
		}
		return append(dst, rest[:i]...), len(src) - len(rest) + i
	}
}

// load starts the reader on the segment at in, using buf's memory, and
// leaves in at the marker that ends the segment.
func (r *bitReader) load(in *input, buf []byte) []byte {
	rest := in.data[in.pos:]
	if cap(buf) < len(rest)+padding {
		buf = make([]byte, 0, len(rest)+padding)
	}
	buf, n := unstuff(buf[:0], rest)
	in.pos += n
	end := len(buf)
	buf = buf[:end+padding]
	*r = bitReader{buf: buf, end: end}
	return buf
}

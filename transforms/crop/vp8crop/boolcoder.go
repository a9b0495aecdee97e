package vp8crop

import "encoding/binary"

// padding lies behind the data, so that 8 bytes can be loaded at its last one.
const padding = 8

// even is the probability of a bit that may be either: one in two, of 256.
const even = 128

// window is the state of a boolean decoder (RFC 6386, section 7) small enough to
// be kept in registers.
type window struct {
	value uint64 // the next bits, the first one uppermost
	size  uint64 // the decoder's range, 1 to 255, as the last read left it
	n     int    // how many bits of value are there
}

// fewest is how many bits have to be there for one read; each read more that
// nothing checks takes up to 7.
const fewest = 15

// read decodes one bit that is 0 with a probability of prob in 256.
//
// It scales the range before it decodes and not after, so that the bits that
// are passed over are those before the last read, and the branch on the bit is
// also the caller's.
func (w window) read(prob uint8) (window, bool) {
	shift := scaling[uint8(w.size)] & 7
	value, size := w.value<<shift, w.size<<shift
	w.n -= int(shift)
	split := 1 + ((size-1)*uint64(prob))>>8
	if value>>56 >= split {
		w.value, w.size = value-split<<56, size-split
		return w, true
	}
	w.value, w.size = value, split
	return w, false
}

// scaling is how far a range has to be shifted to be 128 or more.
var scaling = func() (s [256]uint8) {
	for size := 1; size < 128; size++ {
		for n := size; n < 128; n <<= 1 {
			s[size]++
		}
	}
	return s
}()

// partition is a part of a frame that is coded by itself.
type partition struct {
	data []byte // and padding, or what follows
	pos  int    // of the next byte to load
	w    window
}

// newPartition returns one of data up to end, behind which there is padding.
func newPartition(data []byte, end int) partition {
	return partition{data: data[:end+padding], w: window{size: 255}}
}

// fill makes at least 57 bits available. Those behind the end are of no
// meaning; over tells whether they were read.
func (p *partition) fill(w window) window {
	at := min(p.pos, len(p.data)-padding)
	w.value |= binary.BigEndian.Uint64(p.data[at:]) >> (uint(w.n) & 63)
	loaded := (63 - w.n) >> 3
	p.pos += loaded
	w.n += 8 * loaded
	return w
}

// over tells, once something was read, whether that took more data than there
// is: each read looks at 8 bits.
func (p *partition) over() bool {
	passed := 8*p.pos - p.w.n
	return passed+8 > 8*(len(p.data)-padding)
}

// bit decodes one bit.
func (p *partition) bit(prob uint8) bool {
	if p.w.n < fewest {
		p.w = p.fill(p.w)
	}
	var bit bool
	p.w, bit = p.w.read(prob)
	return bit
}

// flag decodes a bit that may be either.
func (p *partition) flag() bool { return p.bit(even) }

// number decodes an unsigned number of some bits.
func (p *partition) number(bits int) int {
	n := 0
	for range bits {
		n <<= 1
		if p.flag() {
			n |= 1
		}
	}
	return n
}

// change decodes a number with a sign, of so many bits, that is 0 unless a flag
// says that it is there.
func (p *partition) change(bits int) int {
	if !p.flag() {
		return 0
	}
	n := p.number(bits)
	if p.flag() {
		return -n
	}
	return n
}

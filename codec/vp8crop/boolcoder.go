package vp8crop

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// padding lies behind the data, so that 8 bytes can be loaded at its last one.
const padding = 8

// even is the probability of a bit that may be either: one in two, of 256.
const even = 128

// window is the state of a boolean decoder (RFC 6386, section 7) small enough to
// be kept in registers.
type window struct {
	value uint64 // the next bits, the first one uppermost, and a 1 behind the last one that is there
	size  uint64 // the decoder's range less 1, 0 to 254, as the last read left it
}

// A read passes over up to 7 bits, and looks at 8 more. That so many are there has
// to be seen to before so many reads that nothing checks between: a value has
// enough of them if it shares a bit with the constant.
const (
	enoughOne  = 1<<(64-7-8) - 1
	enoughFour = 1<<(64-4*7-8) - 1
	enoughSix  = 1<<(64-6*7-8) - 1
)

// read decodes one bit that is 0 with a probability of prob in 256.
//
// It scales the range before it decodes and not after, so that the bits that
// are passed over are those before the last read, and the branch on the bit is
// also the caller's. From range to range is what a read waits for: a table has
// the scaled one, so that it need not wait for the shift, too.
func (w window) read(prob uint8) (window, bool) {
	value, size := w.value<<(scaling[uint8(w.size)]&63), uint64(scaled[uint8(w.size)])
	split := size * uint64(prob) >> 8
	if value>>56 > split {
		return window{value - (split+1)<<56, size - 1 - split}, true
	}
	return window{value, split}, false
}

// sign decodes a bit that may be either as a mask: all ones for 1. No processor
// can foresee it, so there is no branch on it.
func (w window) sign() (window, int32) {
	value, size := w.value<<(scaling[uint8(w.size)]&63), uint64(scaled[uint8(w.size)])
	split := size >> 1
	_, less := bits.Sub64(split, value>>56, 0)
	mask := -less
	return window{value - (split+1)<<56&mask, split + (size-1-2*split)&mask}, int32(mask)
}

// scaling is how far a range has to be shifted to be 128 or more, and scaled
// what it is then; both less 1.
var scaling, scaled = func() (shifts, sizes [256]uint8) {
	for i := range 255 {
		size := i + 1
		for ; size < 128; size <<= 1 {
			shifts[i]++
		}
		sizes[i] = uint8(size - 1)
	}
	return shifts, sizes
}()

// partition is a part of a frame that is coded by itself.
type partition struct {
	data []byte // and padding, or what follows
	pos  int    // of the next byte to load
	w    window
}

// newPartition returns one of data up to end, behind which there is padding.
//
// No encoder writes a first byte of 255, since that is beyond the range; what
// follows from it differs from decoder to decoder.
func newPartition(data []byte, end int) (partition, error) {
	if end > 0 && data[0] == 255 {
		return partition{}, fmt.Errorf("%w: a partition begins beyond its range", ErrUnsupported)
	}
	return partition{data: data[:end+padding], w: window{1 << 63, 254}}, nil
}

// fill makes at least 56 bits available. Those behind the end are of no
// meaning; over tells whether they were read.
func (p *partition) fill(w window) window {
	there := w.there()
	room := (63 - there) &^ 7
	next := binary.BigEndian.Uint64(p.data[min(p.pos, len(p.data)-padding):])
	next = next>>(64-room)<<1 | 1
	w.value = w.value&(w.value-1) | next<<(63-there-room)
	p.pos += room / 8
	return w
}

// there is how many bits there are.
func (w window) there() int { return 63 - bits.TrailingZeros64(w.value) }

// over tells, once something was read, whether that took more data than there
// is: each read looks at 8 bits.
func (p *partition) over() bool {
	passed := 8*p.pos - p.w.there()
	return passed+8 > 8*(len(p.data)-padding)
}

// bit decodes one bit.
func (p *partition) bit(prob uint8) bool {
	if p.w.value&enoughOne == 0 {
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

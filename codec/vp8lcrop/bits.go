package vp8lcrop

import "encoding/binary"

// bitReader reads bits, the lowest of each byte first. Beyond the end it reads
// zeros, and says so when it is asked.
type bitReader struct {
	data []byte
	acc  uint64
	n    uint // bits in acc
	over uint // bits in acc that are not there
}

// fill makes at least 56 bits available.
func (r *bitReader) fill() {
	if len(r.data) >= 8 {
		r.acc |= binary.LittleEndian.Uint64(r.data) << r.n
		taken := (63 - r.n) / 8
		r.data, r.n = r.data[taken:], r.n+8*taken
		return
	}
	for ; r.n < 56; r.n += 8 {
		if len(r.data) == 0 {
			r.over += 8
			continue
		}
		r.acc |= uint64(r.data[0]) << r.n
		r.data = r.data[1:]
	}
}

// read returns the next n bits, at most 32.
func (r *bitReader) read(n uint) uint32 {
	if r.n < n {
		r.fill()
	}
	v := uint32(r.acc & (1<<n - 1))
	r.drop(n)
	return v
}

func (r *bitReader) drop(n uint) {
	r.acc >>= n
	r.n -= n
}

// ended reports that more bits were read than there are.
func (r *bitReader) ended() bool { return r.over > r.n }

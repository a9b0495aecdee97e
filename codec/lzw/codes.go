package lzw

import "encoding/binary"

// codeReader takes codes off a stream of bits.
type codeReader struct {
	src   []byte
	msb   bool
	bits  uint64 // read ahead: the next code is in the highest bits if msb, else in the lowest
	count int    // how many of them
}

// next returns the next code, if there are bits for all of it.
func (r *codeReader) next(width int) (code int, ok bool) {
	if r.count < width {
		r.fill()
		if r.count < width {
			return 0, false
		}
	}
	r.count -= width
	if r.msb {
		code = int(r.bits >> (64 - width))
		r.bits <<= width
		return code, true
	}
	code = int(r.bits & (1<<width - 1))
	r.bits >>= width
	return code, true
}

// fill reads as many whole bytes ahead as fit.
func (r *codeReader) fill() {
	if len(r.src) < 8 {
		r.fillSlowly()
		return
	}
	n := (64 - r.count) / 8
	if r.msb {
		r.bits |= binary.BigEndian.Uint64(r.src) >> r.count
		r.bits &= ^uint64(0) << (64 - r.count - 8*n)
	} else {
		r.bits |= binary.LittleEndian.Uint64(r.src) << r.count
		r.bits &= ^uint64(0) >> (64 - r.count - 8*n)
	}
	r.src, r.count = r.src[n:], r.count+8*n
}

func (r *codeReader) fillSlowly() {
	for ; r.count <= 56 && len(r.src) > 0; r.src = r.src[1:] {
		if r.msb {
			r.bits |= uint64(r.src[0]) << (56 - r.count)
		} else {
			r.bits |= uint64(r.src[0]) << r.count
		}
		r.count += 8
	}
}

package pngcrop

import (
	"sync"

	"github.com/beamcrop/beamcrop/codec/inflate"
)

// scratch is memory that one picture leaves to the next. Nothing in it carries
// meaning from one to the other.
type scratch struct {
	in    inflate.Reader
	spare [][]byte // the memory of file.parts
	// The current row as it is stored, the same without its filter, and the one
	// above: so many bytes and padding.
	raw, row, above []byte
	size            int
}

// padding is behind each row, so that eight bytes may be read or written from
// its last one on.
const padding = 8

// maxKept limits what the pool holds on to after an unusually large picture, in
// bytes of each buffer.
const maxKept = 1 << 20

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// setWidth makes rows of n bytes, that above being zeros.
func (s *scratch) setWidth(n int) {
	if s.size = n; cap(s.raw) < n+padding {
		s.raw, s.row, s.above = make([]byte, n+padding), make([]byte, n+padding), make([]byte, n+padding)
	}
	s.raw, s.row, s.above = s.raw[:n+padding], s.row[:n+padding], s.above[:n+padding]
	clear(s.row) // which is to be the one above
}

// release lets go of the picture, too.
func (s *scratch) release() {
	clear(s.spare)
	_ = s.in.Reset(nil, false) // an error: no stream
	if s.spare = s.spare[:0]; cap(s.spare) > maxKept/24 {
		s.spare = nil
	}
	if cap(s.raw) > maxKept {
		s.raw, s.row, s.above = nil, nil, nil
	}
	scratches.Put(s)
}

package jpegcrop

import (
	"sync"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// scratch is memory that one picture leaves to the next. Nothing in it
// carries meaning from one to the other: a Huffman table only saves building
// an equal one.
type scratch struct {
	tables  [2][4]*huffTable
	segment []byte
	coefs   []int16
	nonzero []uint64
	block   dct.Block // all zeros between blocks
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxKept limits what the pool holds on to after an unusually large picture,
// in bytes of each buffer.
const maxKept = 8 << 20

func (s *scratch) release() {
	if cap(s.segment) > maxKept {
		s.segment = nil
	}
	if cap(s.coefs) > maxKept/2 {
		s.coefs = nil
	}
	if cap(s.nonzero) > maxKept/8 {
		s.nonzero = nil
	}
	scratches.Put(s)
}

func (s *scratch) table(class, id byte) *huffTable {
	if s.tables[class][id] == nil {
		s.tables[class][id] = &huffTable{class: class}
	}
	return s.tables[class][id]
}

// zeroed returns n elements of 0, in the memory of old if that is enough.
func zeroed[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	old = old[:n]
	clear(old)
	return old
}

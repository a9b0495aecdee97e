package jpegcrop

import (
	"encoding/binary"
	"image"
	"math/bits"
)

// begin starts a file with all that precedes the scan's data: T.81, annex B,
// and T.871. The sampling factors of each component are as the frame header
// has them.
func (e *encoder) begin(dst []byte, size image.Point, sampling []byte) {
	e.w = bitWriter{out: dst}
	e.pred = [3]int{}
	tables := min(len(sampling), 2)
	e.raw(0xff, soi)
	e.raw(0xff, app0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)
	e.segmentHead(dqt, 65*tables)
	for i := range tables {
		e.raw(byte(i))
		e.raw(e.tables[i].steps[:]...)
	}
	e.segmentHead(sof0, 6+3*len(sampling))
	e.raw(8)
	e.w.out = binary.BigEndian.AppendUint16(e.w.out, uint16(size.Y))
	e.w.out = binary.BigEndian.AppendUint16(e.w.out, uint16(size.X))
	e.raw(byte(len(sampling)))
	for i, hv := range sampling {
		e.raw(byte(i+1), hv, byte(min(i, 1)))
	}
	e.codeSegment(tables)
	e.segmentHead(sos, 4+2*len(sampling))
	e.raw(byte(len(sampling)))
	for i := range sampling {
		e.raw(byte(i+1), byte(0x11*min(i, 1)))
	}
	e.raw(0, 63, 0)
}

func (e *encoder) raw(b ...byte) { e.w.out = append(e.w.out, b...) }

func (e *encoder) segmentHead(code byte, length int) {
	e.raw(0xff, code, byte((length+2)>>8), byte(length+2))
}

func (e *encoder) codeSegment(tables int) {
	length := 0
	for i := range tables {
		length += 2*17 + len(dcSpecs[i].symbols) + len(acSpecs[i].symbols)
	}
	e.segmentHead(dht, length)
	for i := range tables {
		e.code(byte(i), &dcSpecs[i])
		e.code(byte(0x10|i), &acSpecs[i])
	}
}

func (e *encoder) code(id byte, s *codeSpec) {
	e.raw(id)
	e.raw(s.counts[:]...)
	e.raw(s.symbols...)
}

// end finishes the file and returns it.
func (e *encoder) end() []byte {
	e.w.end()
	e.raw(0xff, eoi)
	out := e.w.out
	e.w.out = nil
	return out
}

// encodeBlock encodes the block of a component whose samples begin at src:
// T.81, F.1.2.
func (e *encoder) encodeBlock(src []byte, stride, comp int) {
	table := min(comp, 1)
	q, b, w := &e.tables[table], &e.block, &e.w
	fdct(b, src, stride)
	dc := q.quantize(b, 0)
	v, size := magnitude(dc - e.pred[comp])
	e.pred[comp] = dc
	code := dcCodes[table][size]
	w.put(uint64(code>>8)<<size|v, uint(code&255)+size)

	ac := acCodes[table]
	last := 0
	for k := 1; k < 64; k++ {
		c := q.quantize(b, k)
		if c == 0 {
			continue
		}
		run := k - last - 1
		for ; run > 15; run -= 16 {
			w.put(uint64(ac[0xf0]>>8), uint(ac[0xf0]&255))
		}
		last = k
		v, size := magnitude(c)
		code := ac[uint(run)<<4|size]
		w.put(uint64(code>>8)<<size|v, uint(code&255)+size)
	}
	if last < 63 {
		w.put(uint64(ac[0]>>8), uint(ac[0]&255))
	}
}

// magnitude returns the bits that tell a value among those of its size, and
// the size: T.81, F.1.2.1.
func magnitude(c int) (v uint64, size uint) {
	sign := c >> 63
	size = uint(bits.Len64(uint64((c ^ sign) - sign)))
	return uint64(c+sign) & (1<<size - 1), size
}

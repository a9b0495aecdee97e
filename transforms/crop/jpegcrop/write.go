package jpegcrop

import (
	"encoding/binary"
	"image"
)

// begin starts a file with all that precedes the scan's data: T.81, annex B,
// and T.871. The sampling factors of each component are as the frame header
// has them.
func (e *encoder) begin(dst []byte, size image.Point, sampling []byte) {
	e.out = dst
	e.w.reset()
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
	e.out = binary.BigEndian.AppendUint16(e.out, uint16(size.Y))
	e.out = binary.BigEndian.AppendUint16(e.out, uint16(size.X))
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

func (e *encoder) raw(b ...byte) { e.out = append(e.out, b...) }

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
	e.out = e.w.end(e.out)
	e.raw(0xff, eoi)
	out := e.out
	e.out = nil
	return out
}

// encodeBlock encodes the block of a component whose samples begin at src.
func (e *encoder) encodeBlock(src []byte, stride, comp int) {
	table := min(comp, 1)
	fdct(&e.block, src, stride)
	dc, n := e.tables[table].quantize(&e.ac, &e.block)
	e.w.block(dc-e.pred[comp], e.ac[:n], dcCodes[table], acCodes[table])
	e.pred[comp] = dc
}

package jpegcrop

import (
	"bytes"
	"encoding/binary"
	"image"
)

// header is what a file says about its picture.
type header struct {
	size  image.Point
	comps []headerComponent
	quant []*[64]uint16 // the quantization steps, in zigzag order
}

type headerComponent struct {
	h, v  int // the sampling factors
	quant int // the number of its steps
}

// write appends the file of a picture to dst: T.81, annex B, and T.871. Its
// scan says what the script has, in the code that is best for it. If dst has too
// little room, the result has exactly enough.
func (e *encoder) write(dst []byte, h *header) []byte {
	bits := e.script.finish()

	e.head = append(e.head[:0], 0xff, soi)
	e.head = append(e.head, 0xff, app0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)
	e.head = h.appendQuant(e.head)
	e.head = h.appendFrame(e.head)
	e.head = e.script.appendCodes(e.head, 2*min(len(h.comps), 2))
	e.head = h.appendScan(e.head)

	dst = room(dst, len(e.head)+len(bits)+bytes.Count(bits, []byte{0xff})+2)
	dst = append(dst, e.head...)
	dst = stuff(dst, bits)
	return append(dst, 0xff, eoi)
}

// room makes room for n more bytes in dst, and no more if there was less.
func room(dst []byte, n int) []byte {
	if cap(dst)-len(dst) >= n {
		return dst
	}
	return append(make([]byte, 0, len(dst)+n), dst...)
}

func segmentHead(dst []byte, code byte, length int) []byte {
	return append(dst, 0xff, code, byte((length+2)>>8), byte(length+2))
}

func (h *header) appendQuant(dst []byte) []byte {
	for i, steps := range h.quant {
		if !wide(steps) {
			dst = append(segmentHead(dst, dqt, 65), byte(i))
			for _, s := range steps {
				dst = append(dst, byte(s))
			}
			continue
		}
		dst = append(segmentHead(dst, dqt, 129), 0x10|byte(i))
		for _, s := range steps {
			dst = binary.BigEndian.AppendUint16(dst, s)
		}
	}
	return dst
}

// wide tells whether steps need 16 bits, which is not baseline.
func wide(steps *[64]uint16) bool {
	for _, s := range steps {
		if s > 255 {
			return true
		}
	}
	return false
}

func (h *header) appendFrame(dst []byte) []byte {
	code := byte(sof0)
	for _, steps := range h.quant {
		if wide(steps) {
			code = sof1
		}
	}
	dst = append(segmentHead(dst, code, 6+3*len(h.comps)), 8)
	dst = binary.BigEndian.AppendUint16(dst, uint16(h.size.Y))
	dst = binary.BigEndian.AppendUint16(dst, uint16(h.size.X))
	dst = append(dst, byte(len(h.comps)))
	for i, c := range h.comps {
		dst = append(dst, byte(i+1), byte(c.h<<4|c.v), byte(c.quant))
	}
	return dst
}

func (h *header) appendScan(dst []byte) []byte {
	dst = append(segmentHead(dst, sos, 4+2*len(h.comps)), byte(len(h.comps)))
	for i := range h.comps {
		dst = append(dst, byte(i+1), byte(0x11*min(i, 1)))
	}
	return append(dst, 0, 63, 0)
}

// appendCodes appends the Huffman tables, in the order of tableOf.
func (s *script) appendCodes(dst []byte, tables int) []byte {
	length := 0
	for i := range tables {
		length += 17 + len(s.specs[i].symbols)
	}
	dst = segmentHead(dst, dht, length)
	for i := range tables {
		dst = append(dst, byte(i&1<<4|i>>1))
		dst = append(dst, s.specs[i].counts[:]...)
		dst = append(dst, s.specs[i].symbols...)
	}
	return dst
}

package jpegcrop

import (
	"encoding/binary"
	"image"
)

// frame is what the start-of-frame marker says, and the markers that tell
// which colours its components hold.
type frame struct {
	width, height int
	baseline      bool
	progressive   bool
	comps         []component
	h, v          int // the largest sampling factors: of an MCU, in blocks

	jfif        bool
	adobe       bool
	adobeColors byte // the APP14 transform: 0 says RGB or CMYK
}

// component is one colour plane.
type component struct {
	id     byte
	h, v   int             // its sampling factors, from 1 to 4
	tq     byte            // the number of its quantization table
	quant  *quantTable     // once that number cannot mean another one any more
	blocks image.Point     // in the picture, for scans of this component alone
	need   image.Rectangle // the blocks that the rectangle touches
}

// readFrame reads a start-of-frame segment: T.81, B.2.2. A height of 0 says
// that a DNL segment tells it; in is where to look for that.
func (f *frame) readFrame(code byte, body []byte, in input) error {
	if f.comps != nil {
		return FormatError("two frames")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return FormatError("the frame header has a wrong length")
	}
	if body[0] != 8 {
		return unsupported("%d bits a sample", body[0])
	}
	if n := body[5]; n != 1 && n != 3 && n != 4 {
		return unsupported("%d components", n)
	}
	f.baseline, f.progressive = code == sof0, code == sof2
	f.height, f.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	if f.width == 0 {
		return FormatError("the picture has no width")
	}
	if f.height == 0 {
		var err error
		if f.height, err = in.lines(); err != nil {
			return err
		}
	}
	comps := make([]component, 0, 4)
	for spec := body[6:]; len(spec) > 0; spec = spec[3:] {
		c := component{id: spec[0], h: int(spec[1] >> 4), v: int(spec[1] & 15), tq: spec[2]}
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.tq > 3 {
			return FormatError("a component has an invalid sampling factor or quantization table")
		}
		for _, other := range comps {
			if other.id == c.id {
				return FormatError("two components have one identifier")
			}
		}
		comps = append(comps, c)
	}
	f.comps = comps
	f.setSampling()
	return nil
}

// setSampling derives from the sampling factors how many blocks each component
// has: T.81, A.1.1 and A.2.
func (f *frame) setSampling() {
	if len(f.comps) == 1 {
		f.comps[0].h, f.comps[0].v = 1, 1 // the only component is never interleaved
	}
	f.h, f.v = 1, 1
	for _, c := range f.comps {
		f.h, f.v = max(f.h, c.h), max(f.v, c.v)
	}
	for i := range f.comps {
		c := &f.comps[i]
		c.blocks.X = ceilDiv(ceilDiv(f.width*c.h, f.h), 8)
		c.blocks.Y = ceilDiv(ceilDiv(f.height*c.v, f.v), 8)
	}
}

// align grows r to whole MCUs, as far as the picture goes.
func (f *frame) align(r image.Rectangle) image.Rectangle {
	chroma := f.comps[len(f.comps)-1]
	w, h := 8*f.h/chroma.h, 8*f.v/chroma.v
	return image.Rect(r.Min.X/w*w, r.Min.Y/h*h, ceilDiv(r.Max.X, w)*w, ceilDiv(r.Max.Y, h)*h).Intersect(f.bounds())
}

func (f *frame) bounds() image.Rectangle { return image.Rect(0, 0, f.width, f.height) }

func ceilDiv(a, b int) int { return (a + b - 1) / b }

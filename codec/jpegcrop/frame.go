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
	h, v          int // the luma sampling factors: of an MCU, in blocks

	jfif        bool
	adobe       bool
	adobeColors byte // the APP14 transform: 0 says RGB
}

// component is one colour plane.
type component struct {
	id     byte
	h, v   int
	tq     byte            // the number of its quantization table
	quant  *quantTable     // once that number cannot mean another one any more
	blocks image.Point     // in the picture, for scans of this component alone
	need   image.Rectangle // the blocks that the rectangle touches
}

// readFrame reads a start-of-frame segment: T.81, B.2.2.
func (f *frame) readFrame(code byte, body []byte) error {
	if f.comps != nil {
		return FormatError("two frames")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return FormatError("the frame header has a wrong length")
	}
	if body[0] != 8 {
		return unsupported("%d bits a sample", body[0])
	}
	if n := body[5]; n != 1 && n != 3 {
		return unsupported("%d components", n)
	}
	f.baseline, f.progressive = code == sof0, code == sof2
	f.height, f.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	if f.width == 0 {
		return FormatError("the picture has no width")
	}
	if f.height == 0 {
		return unsupported("the height is told after the first scan")
	}
	comps := make([]component, 0, 3)
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
	return f.setSampling()
}

// setSampling checks the sampling factors, and derives from them how many
// blocks each component has: T.81, A.1.1 and A.2.
func (f *frame) setSampling() error {
	luma := &f.comps[0]
	if len(f.comps) == 1 {
		luma.h, luma.v = 1, 1 // the only component is never interleaved
	} else {
		cb, cr := &f.comps[1], &f.comps[2]
		if cb.h != cr.h || cb.v != cr.v || luma.h%cb.h != 0 || luma.v%cb.v != 0 ||
			luma.h/cb.h > 2 || luma.v/cb.v > 2 || luma.h == 3 || luma.v == 3 {
			return unsupported("sampling %dx%d, %dx%d, %dx%d", luma.h, luma.v, cb.h, cb.v, cr.h, cr.v)
		}
	}
	f.h, f.v = luma.h, luma.v
	for i := range f.comps {
		c := &f.comps[i]
		c.blocks.X = ceilDiv(ceilDiv(f.width*c.h, f.h), 8)
		c.blocks.Y = ceilDiv(ceilDiv(f.height*c.v, f.v), 8)
	}
	return nil
}

// setNeed derives the blocks of each component that r touches.
func (f *frame) setNeed(r image.Rectangle) {
	for i := range f.comps {
		c := &f.comps[i]
		w, h := 8*f.h/c.h, 8*f.v/c.v // of a block, in pixels
		c.need = image.Rect(r.Min.X/w, r.Min.Y/h, ceilDiv(r.Max.X, w), ceilDiv(r.Max.Y, h))
	}
}

// align grows r to whole MCUs, as far as the picture goes.
func (f *frame) align(r image.Rectangle) image.Rectangle {
	luma, chroma := f.comps[0], f.comps[len(f.comps)-1]
	w, h := 8*luma.h/chroma.h, 8*luma.v/chroma.v
	return image.Rect(r.Min.X/w*w, r.Min.Y/h*h, ceilDiv(r.Max.X, w)*w, ceilDiv(r.Max.Y, h)*h).Intersect(f.bounds())
}

// readApp looks for the colour model in an application segment.
func (f *frame) readApp(code byte, body []byte) {
	switch {
	case code == app0 && len(body) >= 5:
		f.jfif = string(body[:5]) == "JFIF\x00"
	case code == app14 && len(body) >= 12 && string(body[:5]) == "Adobe":
		f.adobe, f.adobeColors = true, body[11]
	}
}

// checkColors refuses RGB, by the rules of the standard library and libjpeg.
func (f *frame) checkColors() error {
	if len(f.comps) != 3 || f.jfif {
		return nil
	}
	ids := string([]byte{f.comps[0].id, f.comps[1].id, f.comps[2].id})
	if f.adobe && f.adobeColors == 0 || ids == "RGB" {
		return unsupported("RGB")
	}
	return nil
}

func (f *frame) bounds() image.Rectangle { return image.Rect(0, 0, f.width, f.height) }

// ratio returns the chroma subsampling in the terms of package image.
func (f *frame) ratio() image.YCbCrSubsampleRatio {
	if len(f.comps) == 1 {
		return image.YCbCrSubsampleRatio444
	}
	switch (image.Point{X: f.h / f.comps[1].h, Y: f.v / f.comps[1].v}) {
	case image.Point{X: 2, Y: 1}:
		return image.YCbCrSubsampleRatio422
	case image.Point{X: 1, Y: 2}:
		return image.YCbCrSubsampleRatio440
	case image.Point{X: 2, Y: 2}:
		return image.YCbCrSubsampleRatio420
	}
	return image.YCbCrSubsampleRatio444
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

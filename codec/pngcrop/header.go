package pngcrop

import (
	"encoding/binary"
	"image"
	"math"
)

// The colour types.
const (
	gray      = 0
	rgb       = 2
	paletted  = 3
	grayAlpha = 4
	rgbAlpha  = 6
)

// header is what IHDR says.
type header struct {
	width, height int
	kind          int // the colour type
	depth         int // bits of a sample
	interlaced    bool
}

// readHeader reads the body of IHDR.
func readHeader(body []byte) (h header, err error) {
	h.depth, h.kind = int(body[8]), int(body[9])
	if body[10] != 0 || body[11] != 0 {
		return h, unsupported("compression method %d, filter method %d", body[10], body[11])
	}
	if body[12] > 1 {
		return h, FormatError("an unknown way of interlacing")
	}
	h.interlaced = body[12] == 1
	w, y := int32(binary.BigEndian.Uint32(body)), int32(binary.BigEndian.Uint32(body[4:]))
	if w <= 0 || y <= 0 {
		return h, FormatError("a side that is not positive")
	}
	h.width, h.height = int(w), int(y)
	if !h.known() || int64(w)*int64(h.bits()) > math.MaxInt32 {
		return h, unsupported("colour type %d of %d bits, %d wide", h.kind, h.depth, h.width)
	}
	return h, nil
}

// known tells whether there are such pixels.
func (h header) known() bool {
	switch h.kind {
	case gray:
		return h.depth == 1 || h.depth == 2 || h.depth == 4 || h.depth == 8 || h.depth == 16
	case paletted:
		return h.depth == 1 || h.depth == 2 || h.depth == 4 || h.depth == 8
	case rgb, grayAlpha, rgbAlpha:
		return h.depth == 8 || h.depth == 16
	}
	return false
}

// bits returns the bits of a pixel.
func (h header) bits() int {
	samples := [...]int{gray: 1, rgb: 3, paletted: 1, grayAlpha: 2, rgbAlpha: 4}
	return samples[h.kind] * h.depth
}

// pixelBytes returns by how many bytes the pixel to the left lies before, for
// the filters: at least 1.
func (h header) pixelBytes() int { return (h.bits() + 7) / 8 }

// rowBytes returns the bytes of the first n pixels of a row.
func (h header) rowBytes(n int) int { return (n*h.bits() + 7) / 8 }

func (h header) bounds() image.Rectangle { return image.Rect(0, 0, h.width, h.height) }

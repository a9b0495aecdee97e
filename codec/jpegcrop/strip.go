package jpegcrop

import (
	"encoding/binary"
	"image"
)

// strip holds the samples of one row of MCUs of one component. Its sides are
// whole MCUs: beyond the picture's edge the last column and row are repeated.
type strip struct {
	pix    []byte
	used   int // columns within the picture
	width  int // with those beyond it
	height int
	stride int
}

// reset gives the strip room for so many columns, in MCUs of w by h samples.
func (s *strip) reset(columns, w, h int) *strip {
	s.used, s.height = columns, h
	s.width = ceilDiv(columns, w) * w
	s.stride = s.width
	if n := s.stride * h; cap(s.pix) < n {
		s.pix = make([]byte, n)
	} else {
		s.pix = s.pix[:n]
	}
	return s
}

func (s *strip) row(y int) []byte { return s.pix[y*s.stride:][:s.width] }

// copyRows fills the strip with up to rows rows of src.
func (s *strip) copyRows(src []byte, stride, rows int) {
	for y := range min(rows, s.height) {
		copy(s.row(y)[:s.used], src[y*stride:])
	}
	s.pad(rows)
}

// pad repeats the last of so many rows, and each row's last sample.
func (s *strip) pad(rows int) {
	for y := range min(rows, s.height) {
		row := s.row(y)
		for x := s.used; x < s.width; x++ {
			row[x] = row[s.used-1]
		}
	}
	for y := rows; y < s.height; y++ {
		copy(s.row(y), s.row(rows-1))
	}
}

// chroma finds the chroma samples of a crop's pixels, whose phase among the
// samples depends on the crop's origin.
type chroma struct {
	pix    []byte
	stride int
	h, v   int // pixels a sample
	x, y   int // of the crop's origin, in pixels from the first sample's
}

// chromaOf returns how the samples of either chroma plane lie.
func chromaOf(m *image.YCbCr) chroma {
	c := chroma{stride: m.CStride, h: 1, v: 1}
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		c.h = 2
	case image.YCbCrSubsampleRatio420:
		c.h, c.v = 2, 2
	case image.YCbCrSubsampleRatio440:
		c.v = 2
	case image.YCbCrSubsampleRatio411:
		c.h = 4
	case image.YCbCrSubsampleRatio410:
		c.h, c.v = 4, 2
	}
	c.x, c.y = phase(m.Rect.Min.X, c.h), phase(m.Rect.Min.Y, c.v)
	return c
}

// phase is where a coordinate lies within its sample. Package image divides
// towards zero, so that it is negative where the coordinate is.
func phase(at, step int) int { return at - at/step*step }

// row returns the samples of the crop's row y.
func (c *chroma) row(y int) []byte { return c.pix[(c.y+y)/c.v*c.stride:] }

// fillChroma fills the chroma strips from the crop's row y on, at full
// resolution or averaged over two by two pixels.
func (e *encoder) fillChroma(m *image.YCbCr, y int, half bool) {
	c := chromaOf(m)
	for i, pix := range [2][]byte{m.Cb, m.Cr} {
		c.pix = pix
		s, step := &e.strips[i+1], 1
		if half {
			step = 2
		}
		rows := min(ceilDiv(m.Rect.Dy()-y, step), s.height)
		for j := range rows {
			top := y + step*j
			if !half {
				c.copyRow(s.row(j)[:s.used], c.row(top))
				continue
			}
			if c.between() {
				e.shiftRow(&c, s.row(j)[:s.used], top, m.Rect.Size())
				continue
			}
			bottom := min(top+1, m.Rect.Dy()-1)
			e.halveRow(&c, s.row(j)[:s.used], c.row(top), c.row(bottom), m.Rect.Dx())
		}
		s.pad(rows)
	}
}

// copyRow gives each pixel its sample.
func (c *chroma) copyRow(dst, src []byte) {
	if c.h == 1 {
		copy(dst, src)
		return
	}
	for x := range dst {
		dst[x] = src[(c.x+x)/c.h]
	}
}

// halveRow averages two rows over pairs of pixels. How quarters are rounded
// alternates, as in libjpeg, so that no colour is shifted.
func (e *encoder) halveRow(c *chroma, dst, top, bottom []byte, width int) {
	full := dst // the pairs that lie within the picture
	if width&1 == 1 {
		full = dst[:len(dst)-1]
		last := (c.x + width - 1) / c.h
		dst[len(dst)-1] = byte((2*uint(top[last]) + 2*uint(bottom[last]) + quarter(len(dst)-1)) >> 2)
	}
	switch {
	case c.h == 1:
		for x := range full {
			dst[x] = byte((uint(top[2*x]) + uint(top[2*x+1]) + uint(bottom[2*x]) + uint(bottom[2*x+1]) + quarter(x)) >> 2)
		}
	case c.h == 2 && c.x == 0 && &top[0] == &bottom[0]:
		copy(full, top)
	case c.h == 2 && c.x == 0:
		average(full, top, top, bottom, bottom)
	default:
		for x := range full {
			l, r := (c.x+2*x)/c.h, (c.x+2*x+1)/c.h
			dst[x] = byte((uint(top[l]) + uint(top[r]) + uint(bottom[l]) + uint(bottom[r]) + quarter(x)) >> 2)
		}
	}
}

// quarter is added to the sum of four before it is divided, in column x.
func quarter(x int) uint { return 1 + uint(x&1) }

// average averages the samples of four rows, eight at a time: those with even
// numbers and those with odd ones, each in 16 bits.
func average(dst, a, b, c, d []byte) {
	const even, one = 0x00ff00ff00ff00ff, 0x0001000100010001
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		p, q := binary.LittleEndian.Uint64(a[x:]), binary.LittleEndian.Uint64(b[x:])
		r, s := binary.LittleEndian.Uint64(c[x:]), binary.LittleEndian.Uint64(d[x:])
		low := p&even + q&even + r&even + s&even + one
		high := p>>8&even + q>>8&even + r>>8&even + s>>8&even + 2*one
		binary.LittleEndian.PutUint64(dst[x:], low>>2&even|high>>2&even<<8)
	}
	for ; x < len(dst); x++ {
		dst[x] = byte((uint(a[x]) + uint(b[x]) + uint(c[x]) + uint(d[x]) + quarter(x)) >> 2)
	}
}

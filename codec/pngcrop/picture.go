package pngcrop

import (
	"image"
	"image/color"
)

// picture is the rectangle's pixels in the making.
type picture struct {
	h       header
	columns [2]int // of the rectangle
	pix     []byte
	stride  int
	convert func(to, from []byte) // a row of bytes or pairs of bytes for each sample
	samples []byte                // one each, where depth is less than 8
	made    image.Image
}

// newPicture allocates the picture of the type that image/png chooses.
func (f *file) newPicture(r image.Rectangle) *picture {
	p := &picture{h: f.header, columns: [2]int{r.Min.X, r.Max.X}}
	if f.depth < 8 {
		p.samples = make([]byte, r.Dx())
	}
	switch {
	case f.kind == paletted:
		m := image.NewPaletted(r, f.colors())
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
		p.convert = func(to, from []byte) { copy(to, from) }
	case f.depth == 16:
		p.convert = f.converter16()
		f.allocate16(p, r)
	case f.kind == gray && !f.hasAlpha:
		m := image.NewGray(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
		p.convert = f.converter()
	case f.kind == rgb && !f.hasAlpha:
		m := image.NewRGBA(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
		p.convert = f.converter()
	default:
		m := image.NewNRGBA(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
		p.convert = f.converter()
	}
	return p
}

func (f *file) allocate16(p *picture, r image.Rectangle) {
	switch {
	case f.kind == gray && !f.hasAlpha:
		m := image.NewGray16(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
	case f.kind == rgb && !f.hasAlpha:
		m := image.NewRGBA64(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
	default:
		m := image.NewNRGBA64(r)
		p.pix, p.stride, p.made = m.Pix, m.Stride, m
	}
}

// set converts the rectangle's row y, counted from its top, from a row of the
// picture.
func (p *picture) set(y int, row []byte) {
	to := p.pix[y*p.stride:][:p.stride]
	if p.samples != nil {
		unpack(p.samples, row, p.columns[0], p.h.depth)
		p.convert(to, p.samples)
		return
	}
	p.convert(to, row[p.h.rowBytes(p.columns[0]):p.h.rowBytes(p.columns[1])])
}

// unpack takes samples of less than 8 bits apart, from the one at first on.
func unpack(samples, row []byte, first, depth int) {
	mask := byte(1)<<depth - 1
	for i := range samples {
		bit := (first + i) * depth
		samples[i] = row[bit>>3] >> (8 - depth - bit&7) & mask
	}
}

// colors returns the palette. Indexes beyond its end mean black.
func (f *file) colors() color.Palette {
	colors := make(color.Palette, 256)
	for i := range colors {
		colors[i] = color.RGBA{A: 0xff}
		if rest := f.palette[min(3*i, len(f.palette)):]; len(rest) > 0 {
			colors[i] = color.RGBA{rest[0], rest[1], rest[2], 0xff}
		}
	}
	for i, alpha := range f.transparent {
		c := colors[i].(color.RGBA)
		colors[i] = color.NRGBA{c.R, c.G, c.B, alpha}
	}
	return colors
}

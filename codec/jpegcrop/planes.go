package jpegcrop

import "image"

// plane holds the samples of the blocks of one component that the rectangle
// needs.
type plane struct {
	pix    []byte
	stride int
	side   int // of a block, in samples
	blocks image.Rectangle
}

func newPlane(blocks image.Rectangle, side int) plane {
	stride := side * blocks.Dx()
	return plane{make([]byte, side*blocks.Dy()*stride), stride, side, blocks}
}

// block returns where the samples of a block are to go.
func (p *plane) block(at image.Point) (dst []byte, stride int) {
	at = at.Sub(p.blocks.Min)
	return p.pix[p.side*(at.Y*p.stride+at.X):], p.stride
}

// from returns the samples from a place on, in samples of this plane.
func (p *plane) from(x, y int) []byte {
	return p.pix[(y-p.side*p.blocks.Min.Y)*p.stride+x-p.side*p.blocks.Min.X:]
}

// shape is how a component's samples lie in the picture at the size at which it
// is decoded.
type shape struct {
	part         image.Rectangle // the samples that the rectangle's pixels lie in
	whole        image.Point     // how many samples the component has
	across, down bool            // whether they are to be interpolated
}

// shape returns how the samples of a component lie.
func (d *decoder) shape(c *component) shape {
	f, r, by := &d.frame, d.reduced(), d.by()
	size := image.Pt(ceilDiv(f.width, by), ceilDiv(f.height, by))
	s := shape{
		part: image.Rect(
			r.Min.X*c.h/f.h, r.Min.Y*c.v/f.v,
			ceilDiv(r.Max.X*c.h, f.h), ceilDiv(r.Max.Y*c.v, f.v)),
		whole: image.Pt(ceilDiv(size.X*c.h, f.h), ceilDiv(size.Y*c.v, f.v)),
	}
	if !d.native {
		s.across, s.down = f.interpolates(c, s.whole.X)
	}
	return s
}

// setNeed derives the blocks of each component that the rectangle needs: those
// it touches, and the neighbours that its samples are interpolated from.
func (d *decoder) setNeed() {
	side := 8 / d.by()
	for i := range d.frame.comps {
		c := &d.frame.comps[i]
		s := d.shape(c)
		p := s.part
		if s.across {
			p.Min.X, p.Max.X = p.Min.X-1, p.Max.X+1
		}
		if s.down {
			p.Min.Y, p.Max.Y = p.Min.Y-1, p.Max.Y+1
		}
		p = p.Intersect(image.Rectangle{Max: s.whole})
		c.need = image.Rect(p.Min.X/side, p.Min.Y/side, ceilDiv(p.Max.X, side), ceilDiv(p.Max.Y, side))
	}
}

// by is how many times smaller the picture is decoded.
func (d *decoder) by() int {
	if d.transcode {
		return 1
	}
	return 8 / d.side
}

// reduced is the rectangle at the size at which it is decoded.
func (d *decoder) reduced() image.Rectangle {
	r, by := d.rect, d.by()
	return image.Rect(r.Min.X/by, r.Min.Y/by, ceilDiv(r.Max.X, by), ceilDiv(r.Max.Y, by))
}

// picture returns the planes as an image of the rectangle.
func (d *decoder) picture() image.Image {
	r := d.reduced()
	if d.native {
		return d.nativePicture(r)
	}
	var pix [4][]byte
	var stride [4]int
	for i := range d.frame.comps {
		pix[i], stride[i] = d.upsample(i)
	}
	m := &image.YCbCr{
		Y: pix[0], YStride: stride[0], Rect: r, SubsampleRatio: image.YCbCrSubsampleRatio444,
	}
	m.Cb, m.Cr, m.CStride = pix[1], pix[2], stride[1]
	switch d.colors {
	case rgb:
		return rgbOf(pix, stride, r)
	case cmyk:
		return inked(rgbOf(pix, stride, r), 255, pix[3], stride[3])
	case ycck:
		return inked(RGBA(m), 0, pix[3], stride[3])
	}
	return m
}

// nativePicture returns the planes as they are.
func (d *decoder) nativePicture(r image.Rectangle) image.Image {
	luma := &d.planes[0]
	y := luma.from(r.Min.X, r.Min.Y)
	if d.colors == gray {
		return &image.Gray{Pix: y, Stride: luma.stride, Rect: r}
	}
	ratio, _ := d.frame.ratio()
	at := d.shape(&d.frame.comps[1]).part.Min
	return &image.YCbCr{
		Y: y, YStride: luma.stride,
		Cb: d.planes[1].from(at.X, at.Y), Cr: d.planes[2].from(at.X, at.Y), CStride: d.planes[1].stride,
		SubsampleRatio: ratio, Rect: r,
	}
}

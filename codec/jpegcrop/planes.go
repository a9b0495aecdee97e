package jpegcrop

import "image"

// plane holds the samples of the blocks of one component that the rectangle
// touches.
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

// picture returns the planes as an image of the rectangle.
func (d *decoder) picture() image.Image {
	by, luma := 8/d.side, &d.planes[0]
	r := image.Rect(d.rect.Min.X/by, d.rect.Min.Y/by, ceilDiv(d.rect.Max.X, by), ceilDiv(d.rect.Max.Y, by))
	y := luma.from(r.Min.X, r.Min.Y)
	if len(d.frame.comps) == 1 {
		return &image.Gray{Pix: y, Stride: luma.stride, Rect: r}
	}
	c := &d.frame.comps[1]
	cx, cy := r.Min.X*c.h/d.frame.h, r.Min.Y*c.v/d.frame.v
	return &image.YCbCr{
		Y: y, YStride: luma.stride,
		Cb: d.planes[1].from(cx, cy), Cr: d.planes[2].from(cx, cy), CStride: d.planes[1].stride,
		SubsampleRatio: d.frame.ratio(), Rect: r,
	}
}

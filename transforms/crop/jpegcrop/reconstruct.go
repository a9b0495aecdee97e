package jpegcrop

import (
	"image"
	"math/bits"
)

// reconstruct transforms the blocks that the rectangle touches.
func (d *decoder) reconstruct() {
	for i := range d.frame.comps {
		c := &d.frame.comps[i]
		for y := c.need.Min.Y; y < c.need.Max.Y; y++ {
			for x := c.need.Min.X; x < c.need.Max.X; x++ {
				p := image.Pt(x, y)
				dst, stride := d.planes[i].block(p)
				d.transform(d.values(i, p), d.coefs[i].nonzero[y*c.blocks.X+x], d.scaleOf(c), dst, stride)
			}
		}
	}
}

// transform dequantises a block of coefficients and writes its samples.
func (d *decoder) transform(values *[64]int16, found uint64, scale *[64]int, dst []byte, stride int) {
	b, nonzero, sum := &d.scratch.block, uint64(0), 0
	for found |= 1; found != 0; found &= found - 1 {
		k := bits.TrailingZeros64(found)
		n := zigzag[k] & 63
		b[n] = int(values[k]) * scale[k]
		nonzero |= 1 << n
		sum += abs(b[n])
	}
	d.magnitude = max(d.magnitude, sum)
	d.inverse(nonzero, dst, stride)
	*b = block{}
}

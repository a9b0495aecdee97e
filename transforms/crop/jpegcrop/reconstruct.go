package jpegcrop

import (
	"image"
	"math/bits"

	"github.com/beamcrop/beamcrop/transforms/crop/jpegcrop/dct"
)

// reconstruct transforms the blocks that the rectangle touches.
func (d *decoder) reconstruct() {
	for i := range d.frame.comps {
		c := &d.frame.comps[i]
		for y := c.need.Min.Y; y < c.need.Max.Y; y++ {
			for x := c.need.Min.X; x < c.need.Max.X; x++ {
				p := image.Pt(x, y)
				dst, stride := d.planes[i].block(p)
				d.transform(d.values(i, p), d.coefs[i].nonzero[y*c.blocks.X+x], c.quant, dst, stride)
			}
		}
	}
}

// transform dequantises a block of coefficients and writes its samples.
func (d *decoder) transform(values *[64]int16, found uint64, q *quantTable, dst []byte, stride int) {
	b, nonzero := &d.scratch.block, uint64(0)
	for found |= 1; found != 0; found &= found - 1 {
		k := bits.TrailingZeros64(found)
		n := zigzag[k] & 63
		b[n] = int32(values[k])
		nonzero |= 1 << n
	}
	d.inverse(nonzero, q, dst, stride)
}

// inverse transforms the block in d.scratch, which has coefficients where
// nonzero says so, into samples at dst, and clears it.
func (d *decoder) inverse(nonzero uint64, q *quantTable, dst []byte, stride int) {
	if d.side == 8 {
		dct.Inverse(&d.scratch.block, nonzero, &q.factors, dst, stride)
		return
	}
	dct.InverseReduced(&d.scratch.block, &q.columns, d.side, dst, stride)
}

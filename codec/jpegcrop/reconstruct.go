package jpegcrop

import (
	"image"
	"math/bits"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
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
	b := &d.scratch.block
	for rest := found | 1; rest != 0; rest &= rest - 1 {
		k := bits.TrailingZeros64(rest)
		b[zigzagRows[k]&63] = int32(values[k])
	}
	d.inverse(found>>1 == 0, q, dst, stride)
}

// inverse transforms the block in d.scratch, which may be plain, into samples at
// dst, and clears it.
func (d *decoder) inverse(plain bool, q *quantTable, dst []byte, stride int) {
	switch {
	case d.side < 8:
		dct.InverseReduced(&d.scratch.block, &q.rows, d.side, dst, stride)
	case plain:
		dct.InverseDC(&d.scratch.block, &q.rows, dst, stride)
	default:
		dct.Inverse(&d.scratch.block, &q.rows, dst, stride)
	}
}

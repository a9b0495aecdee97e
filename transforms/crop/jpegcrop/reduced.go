package jpegcrop

// inverse transforms the block in d.scratch, which has coefficients where
// nonzero says so, into samples at dst.
func (d *decoder) inverse(nonzero uint64, dst []byte, stride int) {
	if d.side == 8 {
		idct(&d.scratch.block, nonzero, dst, stride)
		return
	}
	idctReduced(&d.scratch.block, d.side, dst, stride)
}

// Factors of the transform of four samples, with dctBits fraction bits.
const (
	cos1of8 = 2676 // cos(pi/8)/sqrt(2)
	cos3of8 = 1108 // cos(3*pi/8)/sqrt(2)
	half    = 2048 // 1/2
)

// idctReduced makes a block of fewer samples of its first coefficients: T.81,
// A.3.3, for a block of that side. As its coefficients would be smaller by
// 8/side, so is what these are taken for.
func idctReduced(b *block, side int, dst []byte, stride int) {
	switch side {
	case 4:
		idct4(b, dst, stride)
	case 2:
		e0, e1, o0, o1 := b[0]+b[8]+128*8+4, b[1]+b[9], b[0]-b[8]+128*8+4, b[1]-b[9]
		dst[0], dst[1] = clip((e0+e1)>>3), clip((e0-e1)>>3)
		dst[stride], dst[stride+1] = clip((o0+o1)>>3), clip((o0-o1)>>3)
	default:
		dst[0] = clip((b[0] + 128*8 + 4) >> 3)
	}
}

func idct4(b *block, dst []byte, stride int) {
	for row := 0; row < 32; row += 8 {
		r := (*[4]int)(b[row:])
		r[0], r[1], r[2], r[3] = inverse4(r[0], r[1], r[2], r[3])
	}
	const shift = 2*dctBits + 1 // the coefficients are taken for half of what they are
	const bias = 128<<shift + 1<<(shift-1)
	for x := range 4 {
		s0, s1, s2, s3 := inverse4(b[x], b[8+x], b[16+x], b[24+x])
		dst[x] = clip((s0 + bias) >> shift)
		dst[stride+x] = clip((s1 + bias) >> shift)
		dst[2*stride+x] = clip((s2 + bias) >> shift)
		dst[3*stride+x] = clip((s3 + bias) >> shift)
	}
}

// inverse4 is the transform in one dimension.
func inverse4(c0, c1, c2, c3 int) (s0, s1, s2, s3 int) {
	e0, e1 := (c0+c2)*half, (c0-c2)*half
	o0, o1 := c1*cos1of8+c3*cos3of8, c1*cos3of8-c3*cos1of8
	return e0 + o0, e1 + o1, e1 - o1, e0 - o0
}

package jpegcrop

// block holds 64 coefficients or samples in rows of eight.
type block [64]int

// Factors of the fast transforms, with dctBits fraction bits. No product is
// rounded before the last step: 64 bits hold both passes over coefficients of
// up to 19 bits.
const (
	dctBits = 12

	sqrt2       = 5793  // sqrt(2)
	twoC2       = 7568  // 2*cos(pi/8)
	twoC2LessC6 = 4433  // 2*(cos(pi/8)-cos(3*pi/8))
	twoC2PlusC6 = 10703 // 2*(cos(pi/8)+cos(3*pi/8))

	idctShift = scaleBits + 2*dctBits + 3
	idctBias  = 128<<idctShift + 1<<(idctShift-1) // level shift, and rounding
)

// idct transforms scaled coefficients into samples at dst. The bits of nonzero
// tell which coefficients may be other than 0.
func idct(b *block, nonzero uint64, dst []byte, stride int) {
	if nonzero&^1 == 0 {
		fill(dst, stride, clip((b[0]<<(2*dctBits)+idctBias)>>idctShift))
		return
	}
	for row := 0; row < 64; row += 8 {
		switch nonzero >> row & 0xff {
		case 0: // zeros stay zeros
		case 1:
			v := b[row] << dctBits
			*(*[8]int)(b[row:]) = [8]int{v, v, v, v, v, v, v, v}
		default:
			idctRow((*[8]int)(b[row:]))
		}
	}
	idctColumns(b, dst, stride)
}

func idctRow(r *[8]int) {
	// Even part.
	e0, e1 := (r[0]+r[4])<<dctBits, (r[0]-r[4])<<dctBits
	e3 := (r[2] + r[6]) << dctBits
	e2 := (r[2]-r[6])*sqrt2 - e3
	a0, a3, a1, a2 := e0+e3, e0-e3, e1+e2, e1-e2
	// Odd part.
	z13, z10, z11, z12 := r[5]+r[3], r[5]-r[3], r[1]+r[7], r[1]-r[7]
	z5 := (z10 + z12) * twoC2
	o7 := (z11 + z13) << dctBits
	o6 := z5 - z10*twoC2PlusC6 - o7
	o5 := (z11-z13)*sqrt2 - o6
	o4 := z5 - z12*twoC2LessC6 - o5

	r[0], r[7] = a0+o7, a0-o7
	r[1], r[6] = a1+o6, a1-o6
	r[2], r[5] = a2+o5, a2-o5
	r[3], r[4] = a3+o4, a3-o4
}

func idctColumns(b *block, dst []byte, stride int) {
	_ = dst[7*stride+7]
	for x := range 8 {
		// Even part.
		e0, e1 := (b[x]+b[32+x])<<dctBits+idctBias, (b[x]-b[32+x])<<dctBits+idctBias
		e3 := (b[16+x] + b[48+x]) << dctBits
		e2 := (b[16+x]-b[48+x])*sqrt2 - e3
		a0, a3, a1, a2 := e0+e3, e0-e3, e1+e2, e1-e2
		// Odd part.
		z13, z10, z11, z12 := b[40+x]+b[24+x], b[40+x]-b[24+x], b[8+x]+b[56+x], b[8+x]-b[56+x]
		z5 := (z10 + z12) * twoC2
		o7 := (z11 + z13) << dctBits
		o6 := z5 - z10*twoC2PlusC6 - o7
		o5 := (z11-z13)*sqrt2 - o6
		o4 := z5 - z12*twoC2LessC6 - o5

		dst[x] = clip((a0 + o7) >> idctShift)
		dst[stride+x] = clip((a1 + o6) >> idctShift)
		dst[2*stride+x] = clip((a2 + o5) >> idctShift)
		dst[3*stride+x] = clip((a3 + o4) >> idctShift)
		dst[4*stride+x] = clip((a3 - o4) >> idctShift)
		dst[5*stride+x] = clip((a2 - o5) >> idctShift)
		dst[6*stride+x] = clip((a1 - o6) >> idctShift)
		dst[7*stride+x] = clip((a0 - o7) >> idctShift)
	}
}

func clip(v int) byte {
	if uint(v) > 255 {
		v = ^(v >> 63)
	}
	return byte(v)
}

func fill(dst []byte, stride int, v byte) {
	for y := range 8 {
		*(*[8]byte)(dst[y*stride:]) = [8]byte{v, v, v, v, v, v, v, v}
	}
}

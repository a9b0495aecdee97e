package dct

// Factors of the transform of four samples, with reducedBits fraction bits.
const (
	reducedBits = 12

	cos1of8 = 2676 // cos(pi/8)/sqrt(2)
	cos3of8 = 1108 // cos(3*pi/8)/sqrt(2)
	half    = 2048 // 1/2
)

// InverseReduced makes a block of side by side samples, 4, 2 or 1, of the first
// coefficients of b, times their steps, and clears b: T.81, A.3.3, for a block of
// that side. As its coefficients would be smaller by 8/side, so is what these are
// taken for.
func InverseReduced(b *Block, s *Steps, side int, dst []byte, stride int) {
	c := func(u, v int) int { return int(b[8*v+u]) * int(s[8*v+u]) }
	switch side {
	case 4:
		var w [4][4]int
		for v := range 4 {
			w[0][v], w[1][v], w[2][v], w[3][v] = inverse4(c(0, v), c(1, v), c(2, v), c(3, v))
		}
		columns4(&w, dst, stride)
	case 2:
		const bias = levelShift*8 + 4
		e0, e1, o0, o1 := c(0, 0)+c(0, 1)+bias, c(1, 0)+c(1, 1), c(0, 0)-c(0, 1)+bias, c(1, 0)-c(1, 1)
		dst[0], dst[1] = clipInt((e0+e1)>>3), clipInt((e0-e1)>>3)
		dst[stride], dst[stride+1] = clipInt((o0+o1)>>3), clipInt((o0-o1)>>3)
	default:
		dst[0] = clipInt((c(0, 0) + levelShift*8 + 4) >> 3)
	}
	*b = Block{}
}

func columns4(w *[4][4]int, dst []byte, stride int) {
	const shift = 2*reducedBits + 1 // the coefficients are taken for half of what they are
	const bias = levelShift<<shift + 1<<(shift-1)
	for x, c := range w {
		s0, s1, s2, s3 := inverse4(c[0], c[1], c[2], c[3])
		dst[x] = clipInt((s0 + bias) >> shift)
		dst[stride+x] = clipInt((s1 + bias) >> shift)
		dst[2*stride+x] = clipInt((s2 + bias) >> shift)
		dst[3*stride+x] = clipInt((s3 + bias) >> shift)
	}
}

// inverse4 is the transform in one dimension.
func inverse4(c0, c1, c2, c3 int) (s0, s1, s2, s3 int) {
	e0, e1 := (c0+c2)*half, (c0-c2)*half
	o0, o1 := c1*cos1of8+c3*cos3of8, c1*cos3of8-c3*cos1of8
	return e0 + o0, e1 + o1, e1 - o1, e0 - o0
}

func clipInt(v int) byte {
	if uint(v) > 255 {
		v = ^(v >> 63)
	}
	return byte(v)
}

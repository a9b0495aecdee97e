package dct

// Steps are quantization steps, in rows.
type Steps [64]int32

// Multipliers of the inverse transform, with fixedBits fraction bits: sums of
// sqrt(2)*cos(k*pi/16).
const (
	fixedBits = 13
	midBits   = 2 // fraction bits between the two passes

	mul0298 = 2446  // -c1+c3+c5-c7
	mul0390 = 3196  // c3-c5
	mul0541 = 4433  // c6
	mul0765 = 6270  // c2-c6
	mul0899 = 7373  // c3-c7
	mul1175 = 9633  // c3
	mul1501 = 12299 // c1+c3-c5-c7
	mul1847 = 15137 // c2+c6
	mul1961 = 16069 // c3+c5
	mul2053 = 16819 // c1+c3-c5+c7
	mul2562 = 20995 // c1+c3
	mul3072 = 25172 // c1+c3+c5-c7

	firstShift = fixedBits - midBits
	firstBias  = 1 << (firstShift - 1)
	lastShift  = fixedBits + midBits + 3
	lastBias   = levelShift<<lastShift + 1<<(lastShift-1)
)

// Inverse transforms the coefficients of b, times s, into samples at dst, whose
// rows are stride apart, and clears b.
func Inverse(b *Block, s *Steps, dst []byte, stride int) {
	_ = dst[7*stride+7]
	inverse(b, s, dst, stride)
}

// InverseDC does so for a block whose other coefficients are 0.
func InverseDC(b *Block, s *Steps, dst []byte, stride int) {
	v := clip((b[0]*s[0] + levelShift*8 + 4) >> 3)
	for y := range 8 {
		*(*[8]byte)(dst[y*stride:]) = [8]byte{v, v, v, v, v, v, v, v}
	}
	b[0] = 0
}

func inverseGo(b *Block, s *Steps, dst []byte, stride int) {
	for n, c := range b {
		b[n] = c * s[n]
	}
	for u := range 8 {
		if b[8+u]|b[16+u]|b[24+u]|b[32+u]|b[40+u]|b[48+u]|b[56+u] == 0 {
			dc := (b[u]<<fixedBits + firstBias) >> firstShift
			for n := u; n < 64; n += 8 {
				b[n] = dc
			}
			continue
		}
		inverse8(&b[u], &b[8+u], &b[16+u], &b[24+u], &b[32+u], &b[40+u], &b[48+u], &b[56+u], firstBias, firstShift)
	}
	for y := range 8 {
		r := (*[8]int32)(b[8*y:])
		inverse8(&r[0], &r[1], &r[2], &r[3], &r[4], &r[5], &r[6], &r[7], lastBias, lastShift)
		row := (*[8]byte)(dst[y*stride:])
		for x, v := range r {
			row[x] = clip(v)
		}
	}
	*b = Block{}
}

// inverse8 is the transform in one dimension, in place.
func inverse8(c0, c1, c2, c3, c4, c5, c6, c7 *int32, bias int32, shift uint) {
	// Even part.
	z1 := (*c2 + *c6) * mul0541
	e2, e3 := z1-*c6*mul1847, z1+*c2*mul0765
	e0, e1 := (*c0+*c4)<<fixedBits+bias, (*c0-*c4)<<fixedBits+bias
	a0, a3, a1, a2 := e0+e3, e0-e3, e1+e2, e1-e2
	// Odd part.
	z1, z2, z3, z4 := *c7+*c1, *c5+*c3, *c7+*c3, *c5+*c1
	z5 := (z3 + z4) * mul1175
	z1, z2, z3, z4 = z1*-mul0899, z2*-mul2562, z3*-mul1961+z5, z4*-mul0390+z5
	o0, o1 := *c7*mul0298+z1+z3, *c5*mul2053+z2+z4
	o2, o3 := *c3*mul3072+z2+z3, *c1*mul1501+z1+z4

	*c0, *c7 = (a0+o3)>>shift, (a0-o3)>>shift
	*c1, *c6 = (a1+o2)>>shift, (a1-o2)>>shift
	*c2, *c5 = (a2+o1)>>shift, (a2-o1)>>shift
	*c3, *c4 = (a3+o0)>>shift, (a3-o0)>>shift
}

func clip(v int32) byte {
	if uint32(v) > 255 {
		v = ^(v >> 31)
	}
	return byte(v)
}

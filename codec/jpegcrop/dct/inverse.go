package dct

import "math"

const (
	sqrt2       = 1.4142135623730951
	twoC2       = 1.8477590650225735 // 2*cos(pi/8)
	twoC2LessC6 = 1.0823922002923938 // 2*(cos(pi/8)-cos(3*pi/8))
	twoC2PlusC6 = 2.613125929752753  // 2*(cos(pi/8)+cos(3*pi/8))
)

// Inverse transforms the coefficients of b, times f, into samples at dst, whose
// rows are stride apart, and clears b.
func Inverse(b *Block, f *Factors, dst []byte, stride int) {
	_ = dst[7*stride+7]
	inverse(b, f, dst, stride)
}

// InverseDC does so for a block whose other coefficients are 0.
func InverseDC(b *Block, f *Factors, dst []byte, stride int) {
	v := sample(float32(float32(b[0]) * f[0]))
	for y := range 8 {
		*(*[8]byte)(dst[y*stride:]) = [8]byte{v, v, v, v, v, v, v, v}
	}
	b[0] = 0
}

func inverseGo(b *Block, f *Factors, dst []byte, stride int) {
	var w [64]float32 // of each x the vertical frequencies
	for v := range 8 {
		if b[8+v]|b[16+v]|b[24+v]|b[32+v]|b[40+v]|b[48+v]|b[56+v] == 0 {
			dc := float32(float32(b[v]) * f[v])
			for n := v; n < 64; n += 8 {
				w[n] = dc
			}
			continue
		}
		for n := v; n < 64; n += 8 {
			w[n] = float32(float32(b[n]) * f[n])
		}
		inverse8(&w[v], &w[8+v], &w[16+v], &w[24+v], &w[32+v], &w[40+v], &w[48+v], &w[56+v])
	}
	for x := range 8 {
		c := (*[8]float32)(w[8*x:])
		inverse8(&c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7])
		for y, s := range c {
			dst[y*stride+x] = sample(s)
		}
	}
	*b = Block{}
}

// inverse8 is the transform in one dimension, in place.
func inverse8(c0, c1, c2, c3, c4, c5, c6, c7 *float32) {
	// Even part.
	e0, e1, e3 := *c0+*c4, *c0-*c4, *c2+*c6
	e2 := float32((*c2-*c6)*sqrt2) - e3
	a0, a3, a1, a2 := e0+e3, e0-e3, e1+e2, e1-e2
	// Odd part.
	z13, z10, z11, z12 := *c5+*c3, *c5-*c3, *c1+*c7, *c1-*c7
	z5 := float32((z10 + z12) * twoC2)
	o7 := z11 + z13
	o6 := z5 - float32(z10*twoC2PlusC6) - o7
	o5 := float32((z11-z13)*sqrt2) - o6
	o4 := z5 - float32(z12*twoC2LessC6) - o5

	*c0, *c7 = a0+o7, a0-o7
	*c1, *c6 = a1+o6, a1-o6
	*c2, *c5 = a2+o5, a2-o5
	*c3, *c4 = a3+o4, a3-o4
}

func sample(v float32) byte {
	if v < -levelShift {
		return 0
	}
	if v > levelShift-1 {
		return 255
	}
	return byte(math.Float32bits(v + (roundToInt + levelShift)))
}

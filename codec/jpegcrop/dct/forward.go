package dct

import "math"

const (
	cos4      = 0.7071067811865476 // cos(pi/4)
	cos6      = 0.3826834323650898 // cos(3*pi/8)
	cos2Less6 = 0.5411961001461969 // cos(pi/8)-cos(3*pi/8)
	cos2Plus6 = 1.3065629648763766 // cos(pi/8)+cos(3*pi/8)
)

// Forward transforms the samples at src, whose rows are stride apart, and
// multiplies what comes out by f, to the nearest integer: the even one of two.
// The bits of the result tell which coefficients of q are not 0.
func Forward(q *Quantized, src []byte, stride int, f *Factors) (nonzero uint64) {
	_ = src[7*stride+7]
	return forward(q, src, stride, f)
}

func forwardGo(q *Quantized, src []byte, stride int, f *Factors) (nonzero uint64) {
	var w [64]float32 // of each x the vertical frequencies
	for y := range 8 {
		for x, v := range (*[8]byte)(src[y*stride:]) {
			w[8*x+y] = float32(int(v) - levelShift)
		}
	}
	for x := range 8 {
		s := (*[8]float32)(w[8*x:])
		forward8(&s[0], &s[1], &s[2], &s[3], &s[4], &s[5], &s[6], &s[7])
	}
	for v := range 8 {
		forward8(&w[v], &w[8+v], &w[16+v], &w[24+v], &w[32+v], &w[40+v], &w[48+v], &w[56+v])
	}
	for n, c := range &w {
		v := int(math.Float32bits(float32(c*f[n])+roundToInt)) - roundToIntBits
		q[n] = int16(v)
		nonzero |= uint64(v|-v) >> 63 << n
	}
	return nonzero
}

// forward8 is the transform in one dimension, in place.
func forward8(s0, s1, s2, s3, s4, s5, s6, s7 *float32) {
	s07, s16, s25, s34 := *s0+*s7, *s1+*s6, *s2+*s5, *s3+*s4
	d07, d16, d25, d34 := *s0-*s7, *s1-*s6, *s2-*s5, *s3-*s4
	// Even part.
	a0, a3, a1, a2 := s07+s34, s07-s34, s16+s25, s16-s25
	z1 := float32((a2 + a3) * cos4)
	*s0, *s4, *s2, *s6 = a0+a1, a0-a1, a3+z1, a3-z1
	// Odd part.
	b0, b1, b2 := d34+d25, d25+d16, d16+d07
	z5 := float32((b0 - b2) * cos6)
	z2, z4, z3 := float32(b0*cos2Less6)+z5, float32(b2*cos2Plus6)+z5, float32(b1*cos4)
	z11, z13 := d07+z3, d07-z3
	*s5, *s3, *s1, *s7 = z13+z2, z13-z2, z11+z4, z11-z4
}

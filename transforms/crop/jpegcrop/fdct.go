package jpegcrop

import "encoding/binary"

// Factors of the fast forward transform, with dctBits fraction bits.
const (
	cos4      = 2896 // cos(pi/4)
	cos6      = 1567 // cos(3*pi/8)
	cos2Less6 = 2217 // cos(pi/8)-cos(3*pi/8)
	cos2Plus6 = 5352 // cos(pi/8)+cos(3*pi/8)
)

// fdctShift is the fixed point of fdct's output.
const fdctShift = 2 * dctBits

// fdct transforms samples into coefficients that are larger than those of
// T.81, A.3.3, by 8 and by dctScale of their row and column.
func fdct(b *block, src []byte, stride int) {
	for y := range 8 {
		row := binary.LittleEndian.Uint64(src[y*stride:])
		s0, s7 := int(row&255), int(row>>56)
		s1, s6 := int(row>>8&255), int(row>>48&255)
		s2, s5 := int(row>>16&255), int(row>>40&255)
		s3, s4 := int(row>>24&255), int(row>>32&255)
		// Even part.
		a0, a3, a1, a2 := s0+s7+s3+s4, s0+s7-s3-s4, s1+s6+s2+s5, s1+s6-s2-s5
		z1 := (a2 + a3) * cos4
		out := (*[8]int)(b[8*y:])
		out[0], out[4] = (a0+a1-8*128)<<dctBits, (a0-a1)<<dctBits
		out[2], out[6] = a3<<dctBits+z1, a3<<dctBits-z1
		// Odd part.
		d7 := (s0 - s7) << dctBits
		b0, b1, b2 := s3-s4+s2-s5, s2-s5+s1-s6, s1-s6+s0-s7
		z5 := (b0 - b2) * cos6
		z2, z4, z3 := b0*cos2Less6+z5, b2*cos2Plus6+z5, b1*cos4
		out[5], out[3] = d7-z3+z2, d7-z3-z2
		out[1], out[7] = d7+z3+z4, d7+z3-z4
	}
	fdctColumns(b)
}

func fdctColumns(b *block) {
	for x := range 8 {
		s0, s1, s2, s3 := b[x], b[8+x], b[16+x], b[24+x]
		s4, s5, s6, s7 := b[32+x], b[40+x], b[48+x], b[56+x]
		// Even part.
		a0, a3, a1, a2 := s0+s7+s3+s4, s0+s7-s3-s4, s1+s6+s2+s5, s1+s6-s2-s5
		z1 := (a2 + a3) * cos4
		b[x], b[32+x] = (a0+a1)<<dctBits, (a0-a1)<<dctBits
		b[16+x], b[48+x] = a3<<dctBits+z1, a3<<dctBits-z1
		// Odd part.
		d7 := (s0 - s7) << dctBits
		b0, b1, b2 := s3-s4+s2-s5, s2-s5+s1-s6, s1-s6+s0-s7
		z5 := (b0 - b2) * cos6
		z2, z4, z3 := b0*cos2Less6+z5, b2*cos2Plus6+z5, b1*cos4
		b[40+x], b[24+x] = d7-z3+z2, d7-z3-z2
		b[8+x], b[56+x] = d7+z3+z4, d7+z3-z4
	}
}

package vp8crop

import (
	"encoding/binary"
	"math/bits"
)

// predictSubblock predicts the 4x4 samples at an offset of pix from those left of
// them, the corner, and the eight above and above right, the first one lowest:
// RFC 6386, section 12.3.
func predictSubblock(mode uint8, pix []byte, at, stride int, corner uint8, above uint64) {
	rows := pix[at-1:]
	r0, r1, r2, r3 := (*[5]byte)(rows), (*[5]byte)(rows[stride:]), (*[5]byte)(rows[2*stride:]), (*[5]byte)(rows[3*stride:])
	left := uint32(r0[0]) | uint32(r1[0])<<8 | uint32(r2[0])<<16 | uint32(r3[0])<<24
	var v0, v1, v2, v3 uint32
	switch mode {
	case modeDC:
		v0 = meanOf(left, uint32(above))
		v1, v2, v3 = v0, v0, v0
	case modeTM:
		v0, v1, v2, v3 = slopes(left, uint32(above), corner)
	case modeV:
		v0 = uint32(mean3(above<<8|uint64(corner), above, above>>8))
		v1, v2, v3 = v0, v0, v0
	case modeH:
		l := uint64(left)
		m := uint32(mean3(l<<8|uint64(corner), l, l>>8|l>>24<<24))
		v0, v1, v2, v3 = m&0xff*0x01010101, m>>8&0xff*0x01010101, m>>16&0xff*0x01010101, m>>24*0x01010101
	case modeLD, modeVL:
		v0, v1, v2, v3 = leftwards(mode, above)
	case modeHU:
		v0, v1, v2, v3 = upwards(left)
	default:
		v0, v1, v2, v3 = rightwards(mode, left, corner, uint32(above))
	}
	binary.LittleEndian.PutUint32(r0[1:], v0)
	binary.LittleEndian.PutUint32(r1[1:], v1)
	binary.LittleEndian.PutUint32(r2[1:], v2)
	binary.LittleEndian.PutUint32(r3[1:], v3)
}

// mean2 and mean3 are, in each byte, the mean of x and y, and that of x, twice
// y, and z; rounded.
func mean2(x, y uint64) uint64 { return (x | y) - (x^y)>>1&(every*0x7f) }

func mean3(x, y, z uint64) uint64 { return mean2((x&z)+(x^z)>>1&(every*0x7f), y) }

// meanOf is the mean of eight samples, in each byte.
func meanOf(x, y uint32) uint32 {
	const low = 0x00ff00ff
	pairs := x&low + x>>8&low + y&low + y>>8&low
	return (pairs&0xffff + pairs>>16 + 4) >> 3 * 0x01010101
}

// slopes continues the slope of what is above from each sample at the left.
func slopes(left, above uint32, corner uint8) (v0, v1, v2, v3 uint32) {
	a0, a1 := int32(above&0xff)-int32(corner), int32(above>>8&0xff)-int32(corner)
	a2, a3 := int32(above>>16&0xff)-int32(corner), int32(above>>24)-int32(corner)
	row := func(l int32) uint32 {
		return uint32(clamp(l+a0)) | uint32(clamp(l+a1))<<8 | uint32(clamp(l+a2))<<16 | uint32(clamp(l+a3))<<24
	}
	return row(int32(left & 0xff)), row(int32(left >> 8 & 0xff)), row(int32(left >> 16 & 0xff)), row(int32(left >> 24))
}

// leftwards predicts along diagonals that come down from the right.
func leftwards(mode uint8, above uint64) (v0, v1, v2, v3 uint32) {
	m3 := mean3(above, above>>8, above>>16|above>>56<<48)
	if mode == modeLD {
		return uint32(m3), uint32(m3 >> 8), uint32(m3 >> 16), uint32(m3 >> 24)
	}
	m2 := mean2(above, above>>8)
	return uint32(m2), uint32(m3),
		uint32(m2>>8)&0xffffff | uint32(m3>>32)<<24,
		uint32(m3>>8)&0xffffff | uint32(m3>>40)<<24
}

// upwards predicts along diagonals that come up from the left.
func upwards(left uint32) (v0, v1, v2, v3 uint32) {
	last := uint64(left >> 24)
	l := uint64(left) | last<<32 | last<<40
	s := interleave(mean2(l, l>>8), mean3(l, l>>8, l>>16))
	return uint32(s), uint32(s >> 16), uint32(s>>32)&0xffff | uint32(last)*0x01010000, uint32(last) * 0x01010101
}

// rightwards predicts along diagonals that come down from the left. The nine
// samples that it looks at begin with the lowest at the left.
func rightwards(mode uint8, left uint32, corner uint8, above uint32) (v0, v1, v2, v3 uint32) {
	x := uint64(bits.ReverseBytes32(left)) | uint64(corner)<<32 | uint64(above)<<40
	y := x>>8 | uint64(above>>24)<<56
	m2, m3 := mean2(x, y), mean3(x, y, y>>8)
	switch mode {
	case modeRD:
		return uint32(m3 >> 24), uint32(m3 >> 16), uint32(m3 >> 8), uint32(m3)
	case modeVR:
		v0, v1 = uint32(m2>>32), uint32(m3>>24)
		return v0, v1, uint32(m3>>16)&0xff | v0<<8, uint32(m3>>8)&0xff | v1<<8
	}
	s := interleave(m2, m3)
	return uint32(s>>48) | uint32(m3>>32)<<16, uint32(s >> 32), uint32(s >> 16), uint32(s)
}

// interleave returns the four lower bytes of x and y by turns.
func interleave(x, y uint64) uint64 { return spread(x) | spread(y)<<8 }

func spread(x uint64) uint64 {
	x &= 0xffffffff
	x = (x | x<<16) & 0x0000ffff0000ffff
	return (x | x<<8) & 0x00ff00ff00ff00ff
}

package jpegcrop

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// encode returns the bits of a script, first bit first and the last byte
// filled with ones, in the memory of out. Stuffing is left to stuff, as finding
// 0xff in bytes is much cheaper than looking for it in bits.
func (s *script) encode(out []byte, codes *[4]codeTable) []byte {
	const beyond = 8 // bytes that a store may reach
	length := s.length(codes)
	out = slices.Grow(out[:0], length+beyond)[:length+beyond]
	var (
		at  int
		acc uint64 // the bits that are not written yet, the first one uppermost; the rest is 0
		n   uint   // how many they are: less than 8 between tokens
	)
	for _, t := range s.tokens {
		code, size := codes[t>>8&3][t&255], uint(t&15)
		n += uint(code&255) + size
		acc |= (uint64(code>>8)<<size | uint64(t>>16)) << (-n & 63)
		binary.BigEndian.PutUint64(out[at:], acc)
		at += int(n >> 3)
		acc, n = acc<<(n&^7&63), n&7
	}
	if n > 0 {
		out[at] = byte(acc>>56) | 0xff>>n
	}
	return out[:length]
}

// length returns the bytes that encode takes.
func (s *script) length(codes *[4]codeTable) int {
	bits := 0
	for table, counts := range s.counts {
		for symbol, n := range counts {
			bits += int(n) * int(codes[table][symbol]&255+uint32(symbol&15))
		}
	}
	return ceilDiv(bits, 8)
}

// stuff appends src to dst with a zero byte after each 0xff.
func stuff(dst, src []byte) []byte {
	for {
		i := bytes.IndexByte(src, 0xff)
		if i < 0 {
			return append(dst, src...)
		}
		dst = append(append(dst, src[:i+1]...), 0)
		src = src[i+1:]
	}
}

package jpegcrop

import "encoding/binary"

// bitWriter appends bits to entropy-coded data, first bit first, with a zero
// byte after each 0xff.
type bitWriter struct {
	out []byte
	acc uint64 // the bits that are not written yet, the last one lowermost
	n   uint   // how many they are: less than 32 between calls
}

// put appends the lowest n bits of v, of at most 32. The bits above must be 0.
func (w *bitWriter) put(v uint64, n uint) {
	w.acc = w.acc<<(n&63) | v
	w.n += n
	if w.n >= 32 {
		w.flush()
	}
}

// flush writes the first 32 bits.
func (w *bitWriter) flush() {
	w.n -= 32
	v := uint32(w.acc >> (w.n & 63))
	if !hasFF(v) {
		w.out = binary.BigEndian.AppendUint32(w.out, v)
		return
	}
	for shift := 24; shift >= 0; shift -= 8 {
		c := byte(v >> shift)
		w.out = append(w.out, c)
		if c == 0xff {
			w.out = append(w.out, 0)
		}
	}
}

// hasFF tells whether a byte of v is 0xff.
func hasFF(v uint32) bool {
	v = ^v // then it is 0
	return (v-0x01010101)&^v&0x80808080 != 0
}

// end fills the last byte with ones.
func (w *bitWriter) end() {
	pad := -w.n & 7
	w.put(1<<pad-1, pad)
	for w.n > 0 {
		w.n -= 8
		c := byte(w.acc >> w.n)
		w.out = append(w.out, c)
		if c == 0xff {
			w.out = append(w.out, 0)
		}
	}
}

package inflate

import "encoding/binary"

// repeat fills out from w on with what lies so far before, up to eight bytes
// before its end and perhaps beyond.
func repeat(out []byte, w, distance int) {
	from, end := w-distance, len(out)-8
	if distance < 8 {
		repeatShort(out, w, distance)
		return
	}
	for w < end {
		binary.LittleEndian.PutUint64(out[w:], load64(out, from))
		w, from = w+8, from+8
	}
}

// repeatShort does so where eight bytes have more than a repetition.
func repeatShort(out []byte, w, distance int) {
	end := len(out) - 8
	pattern := load64(out, w-distance) & (1<<(8*distance) - 1)
	for n := 8 * distance; n < 64; n *= 2 {
		pattern |= pattern << n
	}
	for step := 8 - 8%distance; w < end; w += step {
		binary.LittleEndian.PutUint64(out[w:], pattern)
	}
}

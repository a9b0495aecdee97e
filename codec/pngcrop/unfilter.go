package pngcrop

import "encoding/binary"

// unfilter makes a row of what is stored of it and the row above: section 9 of
// the specification. All three have the same length, padding included; pixel is
// the number of bytes between a byte and the one to its left.
func unfilter(filter byte, row, raw, above []byte, pixel int) error {
	switch filter {
	case 0:
		copy(row, raw)
	case 1:
		sub(row, raw, pixel)
	case 2:
		up(row, raw, above)
	case 3:
		average(row, raw, above, pixel)
	case 4:
		paeth(row, raw, above, pixel)
	default:
		return FormatError("an unknown filter")
	}
	return nil
}

const (
	tops  = 0x8080808080808080 // the highest bit of each byte
	rests = ^uint64(tops)
)

// add adds eight bytes to eight.
func add(a, b uint64) uint64 { return (a&rests + b&rests) ^ (a^b)&tops }

// halves returns the means of eight bytes and eight, rounded down.
func halves(a, b uint64) uint64 { return a&b + (a^b)>>1&rests }

func load(b []byte, at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }

func store(b []byte, at int, v uint64) { binary.LittleEndian.PutUint64(b[at:], v) }

// sub adds the pixel to the left. Of the eight bytes that each turn writes,
// those beyond its pixel are wrong, and written again by the next.
func sub(row, raw []byte, pixel int) {
	left, mask := uint64(0), ^uint64(0)>>(64-8*pixel)
	for i := 0; i+padding <= len(row); i += pixel {
		left = add(load(raw, i), left&mask)
		store(row, i, left)
	}
}

// up adds the pixel above.
func up(row, raw, above []byte) {
	for len(row) >= 8 && len(raw) >= 8 && len(above) >= 8 {
		store(row, 0, add(load(raw, 0), load(above, 0)))
		row, raw, above = row[8:], raw[8:], above[8:]
	}
}

// average adds the mean of both, as sub does.
func average(row, raw, above []byte, pixel int) {
	left, mask := uint64(0), ^uint64(0)>>(64-8*pixel)
	for i := 0; i+padding <= len(row); i += pixel {
		left = add(load(raw, i), halves(left&mask, load(above, i)))
		store(row, i, left)
	}
}

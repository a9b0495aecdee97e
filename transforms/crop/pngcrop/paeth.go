package pngcrop

// paeth adds whichever of the bytes to the left, above, and above to the left
// is nearest to left + above - corner: section 9.4 of the specification.
func paeth(row, raw, above []byte, pixel int) {
	switch pixel {
	case 3:
		paeth3(row, raw, above)
	case 4:
		paeth4(row, raw, above)
	default:
		for first := range pixel {
			paethEvery(row, raw, above, first, pixel)
		}
	}
}

// nearest chooses without a branch, which on photos would be guessed wrongly
// all the time. The distances of left, above and corner are |above-corner|,
// |left-corner| and |left+above-2*corner|. So corner is nearest, or equal to the
// nearest, where it lies between the two others by more than a third of their
// distance from either; else it is the one farther from corner.
func nearest(left, above, corner int) int {
	turn := 3*corner - left - above
	low, high := min(left, above), max(left, above)
	if high <= turn {
		corner = low
	}
	if turn <= low {
		corner = high
	}
	return corner
}

func paeth3(row, raw, above []byte) {
	var a0, a1, a2, c0, c1, c2 int
	raw, above = raw[:len(row)], above[:len(row)]
	for i := 0; i < len(row)-padding; i += 3 {
		b0, b1, b2 := int(above[i]), int(above[i+1]), int(above[i+2])
		a0 = (nearest(a0, b0, c0) + int(raw[i])) & 0xff
		a1 = (nearest(a1, b1, c1) + int(raw[i+1])) & 0xff
		a2 = (nearest(a2, b2, c2) + int(raw[i+2])) & 0xff
		row[i], row[i+1], row[i+2] = byte(a0), byte(a1), byte(a2)
		c0, c1, c2 = b0, b1, b2
	}
}

func paeth4(row, raw, above []byte) {
	var a0, a1, a2, a3, c0, c1, c2, c3 int
	raw, above = raw[:len(row)], above[:len(row)]
	for i := 0; i < len(row)-padding; i += 4 {
		b0, b1, b2, b3 := int(above[i]), int(above[i+1]), int(above[i+2]), int(above[i+3])
		a0 = (nearest(a0, b0, c0) + int(raw[i])) & 0xff
		a1 = (nearest(a1, b1, c1) + int(raw[i+1])) & 0xff
		a2 = (nearest(a2, b2, c2) + int(raw[i+2])) & 0xff
		a3 = (nearest(a3, b3, c3) + int(raw[i+3])) & 0xff
		row[i], row[i+1], row[i+2], row[i+3] = byte(a0), byte(a1), byte(a2), byte(a3)
		c0, c1, c2, c3 = b0, b1, b2, b3
	}
}

// paethEvery does one byte of each pixel.
func paethEvery(row, raw, above []byte, first, pixel int) {
	left, corner := 0, 0
	for i := first; i < len(row)-padding; i += pixel {
		left = (nearest(left, int(above[i]), corner) + int(raw[i])) & 0xff
		row[i] = byte(left)
		corner = int(above[i])
	}
}

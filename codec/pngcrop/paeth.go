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
		to, from, up := row[i:i+3:i+3], raw[i:i+3:i+3], above[i:i+3:i+3]
		b0, b1, b2 := int(up[0]), int(up[1]), int(up[2])
		a0 = int(byte(nearest(a0, b0, c0)) + from[0])
		to[0] = byte(a0)
		a1 = int(byte(nearest(a1, b1, c1)) + from[1])
		to[1] = byte(a1)
		a2 = int(byte(nearest(a2, b2, c2)) + from[2])
		to[2] = byte(a2)
		c0, c1, c2 = b0, b1, b2
	}
}

func paeth4(row, raw, above []byte) {
	var a0, a1, a2, a3, c0, c1, c2, c3 int
	raw, above = raw[:len(row)], above[:len(row)]
	for i := 0; i < len(row)-padding; i += 4 {
		to, from, up := row[i:i+4:i+4], raw[i:i+4:i+4], above[i:i+4:i+4]
		b0, b1, b2, b3 := int(up[0]), int(up[1]), int(up[2]), int(up[3])
		a0 = int(byte(nearest(a0, b0, c0)) + from[0])
		to[0] = byte(a0)
		a1 = int(byte(nearest(a1, b1, c1)) + from[1])
		to[1] = byte(a1)
		a2 = int(byte(nearest(a2, b2, c2)) + from[2])
		to[2] = byte(a2)
		a3 = int(byte(nearest(a3, b3, c3)) + from[3])
		to[3] = byte(a3)
		c0, c1, c2, c3 = b0, b1, b2, b3
	}
}

// paethEvery does one byte of each pixel.
func paethEvery(row, raw, above []byte, first, pixel int) {
	left, corner := 0, 0
	for i := first; i < len(row)-padding; i += pixel {
		up := int(above[i])
		left = int(byte(nearest(left, up, corner)) + raw[i])
		row[i], corner = byte(left), up
	}
}

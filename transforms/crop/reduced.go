package crop

import "image"

// reduction returns by how much, 1, 2, 4 or 8, a JPEG picture may be reduced
// as it is decoded before a part of it is scaled to the target. What is left to
// the filter is a factor of at least 2: from there on the result is as near to
// that of the filter alone (53 dB or more on photos) as two implementations of
// the filter are to each other. At a factor of 1 it would be 38 dB.
func reduction(part, target image.Point) int {
	by := 8
	for by > 1 && (part.X < 2*by*target.X || part.Y < 2*by*target.Y) {
		by /= 2
	}
	return by
}

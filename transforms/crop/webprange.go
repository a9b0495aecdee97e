package crop

import "image"

// fullRange copies the rectangle r of samples from studio range, as VP8 has them
// (ITU-R BT.601), to the full range of JPEG. It returns false where one lies well
// outside studio range: its RGB need not be out of range, but a plane would have to
// clamp it. Photos overshoot a little at black and white, where nobody sees it.
func fullRange(m *image.YCbCr, r image.Rectangle) (*image.YCbCr, bool) {
	from := m.SubImage(r).(*image.YCbCr)
	out := image.NewYCbCr(r, m.SubsampleRatio)
	width, height := out.CStride, len(out.Cb)/out.CStride
	ok := expandPlane(out.Y, out.YStride, from.Y, from.YStride, image.Pt(r.Dx(), r.Dy()), expansion(219, 16, 0)) &&
		expandPlane(out.Cb, out.CStride, from.Cb, from.CStride, image.Pt(width, height), expansion(224, 128, 128)) &&
		expandPlane(out.Cr, out.CStride, from.Cr, from.CStride, image.Pt(width, height), expansion(224, 128, 128))
	return out, ok
}

// expansion maps a range of the given width to one of 255, rounded, and zero to
// its new place; what passes it by more than some levels has no entry but -1.
func expansion(width, zero, to int) (table [256]int16) {
	for i := range table {
		v := i - zero
		scaled := (v*2*255+sign(v)*width)/(2*width) + to
		if table[i] = int16(min(max(scaled, 0), 255)); scaled < -overshoot || scaled > 255+overshoot {
			table[i] = -1
		}
	}
	return table
}

const overshoot = 3 // levels

func sign(v int) int {
	if v < 0 {
		return -1
	}
	return 1
}

func expandPlane(to []uint8, toStride int, from []uint8, fromStride int, size image.Point, table [256]int16) bool {
	for y := range size.Y {
		row, source := to[y*toStride:][:size.X], from[y*fromStride:]
		for x := range row {
			v := table[source[x]]
			if v < 0 {
				return false
			}
			row[x] = uint8(v)
		}
	}
	return true
}

package crop

import "image"

// edgePixels is how far beyond a crop a sample of its chroma's neighbours reaches.
const edgePixels = 2

// aroundEdges grows the rectangle of a crop that may keep subsampled planes to what
// toEdges takes.
func (p *Picture) aroundEdges(r image.Rectangle) image.Rectangle {
	if p.format != formatJPEG || p.opts.fullChroma() {
		return r
	}
	return r.Inset(-edgePixels).Intersect(image.Rectangle{Max: p.size})
}

// toEdges returns the rectangle r of m, in which the outermost samples of chroma also
// stand for their neighbours beyond it. Decoders interpolate: in the source those
// neighbours have a part in the crop's outermost pixels, and in the crop they
// are gone.
func toEdges(m image.Image, r image.Rectangle) image.Image {
	from, ok := m.(*image.YCbCr)
	if !ok || from.SubsampleRatio == image.YCbCrSubsampleRatio444 {
		return m
	}
	out := *from.SubImage(r).(*image.YCbCr)
	step := chromaStep(from.SubsampleRatio)
	size := image.Pt((r.Max.X-1)/step.X-r.Min.X/step.X+1, (r.Max.Y-1)/step.Y-r.Min.Y/step.Y+1)
	for _, pix := range []*[]byte{&out.Cb, &out.Cr} {
		all := from.Cb
		if pix == &out.Cr {
			all = from.Cr
		}
		e := edged{all, from.COffset(r.Min.X, r.Min.Y), from.CStride, size}
		left, right := beyond(r.Min.X, r.Max.X, from.Rect.Min.X, from.Rect.Max.X, step.X)
		above, below := beyond(r.Min.Y, r.Max.Y, from.Rect.Min.Y, from.Rect.Max.Y, step.Y)
		*pix = e.plane(left, right, above, below)
	}
	out.CStride = size.X
	return &out
}

// beyond tells whether an axis of a crop, from low to high, begins and ends between
// subsampled chroma samples.
func beyond(low, high, least, most, step int) (before, after bool) {
	return step == 2 && low%2 == 0 && low > least, step == 2 && high%2 == 0 && high < most
}

// edged is where a crop's samples lie within a plane.
type edged struct {
	pix        []byte
	at, stride int
	size       image.Point
}

// plane copies the crop's samples, with those beyond its edges mixed in.
func (e edged) plane(left, right, above, below bool) []byte {
	out := make([]byte, e.size.X*e.size.Y)
	w, last := e.size.X, e.size.X*(e.size.Y-1)
	for y := range e.size.Y {
		row, at := out[y*w:][:w], e.at+y*e.stride
		copy(row, e.pix[at:])
		if left {
			mix(row[:1], e.pix[at-1:])
		}
		if right {
			mix(row[w-1:], e.pix[at+w:])
		}
	}
	if above {
		mix(out[:w], e.pix[e.at-e.stride:])
	}
	if below {
		mix(out[last:], e.pix[e.at+e.size.Y*e.stride:])
	}
	return out
}

// mix makes of samples s and of their neighbours n beyond the edge the ones for which
// the two outermost pixels are least off, (21s+4n)/25: in the source these are (3s+n)/4
// and (3s+i)/4, where i is the next sample within, and in the crop s and (3s+i)/4.
func mix(s, n []byte) {
	for i, v := range s {
		s[i] = byte((21*uint(v) + 4*uint(n[i]) + 12) / 25)
	}
}

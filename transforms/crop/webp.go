package crop

import (
	"image"
	"io"

	"golang.org/x/image/webp"
)

// decodeWebP reads a WebP picture of a size that measure found; of an animation
// the first frame, which may cover less than its canvas.
//
// VP8 stores luma from 16 to 235 and chroma from 16 to 240 (ITU-R BT.601), as
// libwebp's conversion to RGB takes it; x/image returns the samples as stored,
// in a type that means the full range of JPEG. Taken as they are, black would
// become dark grey and white light grey, so they are expanded here.
func decodeWebP(r io.Reader) (image.Image, error) {
	m, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *image.YCbCr:
		expandRange(m)
	case *image.NYCbCrA:
		expandRange(&m.YCbCr)
	}
	return m, nil
}

// expandRange maps studio range to full range, in place.
func expandRange(m *image.YCbCr) {
	var luma, chroma [256]uint8
	for i := range 256 {
		luma[i] = expand(i-16, 219, 0)
		chroma[i] = expand(i-128, 224, 128)
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i, v := range m.Cb {
		m.Cb[i] = chroma[v]
	}
	for i, v := range m.Cr {
		m.Cr[i] = chroma[v]
	}
}

// expand scales v from a range of the given width to one of 255, rounded.
func expand(v, width, zero int) uint8 {
	scaled := (v*2*255 + sign(v)*width) / (2 * width)
	return uint8(min(max(scaled+zero, 0), 255))
}

func sign(v int) int {
	if v < 0 {
		return -1
	}
	return 1
}

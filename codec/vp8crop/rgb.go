package vp8crop

import "image"

// ToRGBA converts the rectangle r of samples that [Decode] returned to RGB, to the
// bit as libwebp does by default: chroma is interpolated between its four nearest
// samples, as in WebPUpsamplers, and luma of 16 to 235 becomes 0 to 255 only in
// the sum, so that what lies beyond that range is not lost (ITU-R BT.601, in the
// integers of libwebp's yuv.h).
//
// bounds are those of the whole picture. m has to hold r and a pixel more on each
// side where the picture goes on.
func ToRGBA(m *image.YCbCr, r, bounds image.Rectangle) *image.RGBA {
	out := image.NewRGBA(r)
	u, v := make([]uint8, r.Dx()), make([]uint8, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		near, far := chromaRows(y, bounds)
		upsample(u, m.Cb[m.COffset(m.Rect.Min.X, near):], m.Cb[m.COffset(m.Rect.Min.X, far):], m.Rect.Min.X, r, bounds)
		upsample(v, m.Cr[m.COffset(m.Rect.Min.X, near):], m.Cr[m.COffset(m.Rect.Min.X, far):], m.Rect.Min.X, r, bounds)
		luma := m.Y[m.YOffset(r.Min.X, y):]
		to := out.Pix[out.PixOffset(r.Min.X, y):][:4*len(u)]
		for i, u := range u {
			setRGB(to[4*i:4*i+4], int32(luma[i]), int32(u), int32(v[i]))
		}
	}
	return out
}

// chromaRows returns a row whose chroma lies nearest to row y, which is y's own,
// and the one on its other side. Beyond the edges there is none but the nearest.
func chromaRows(y int, bounds image.Rectangle) (near, far int) {
	far = y - 2 + y&1*4 // an even row lies in the upper half of its chroma's
	if far < bounds.Min.Y || far >= bounds.Max.Y+bounds.Dy()&1 {
		return y, y
	}
	return y, min(far, bounds.Max.Y-1)
}

// upsample interpolates chroma for the columns of r in one row of pixels. The rows
// of chroma begin with the sample of column x.
func upsample(to, near, far []uint8, x int, r, bounds image.Rectangle) {
	first, last := x>>1, (bounds.Max.X-1)>>1
	for i := range to {
		x := r.Min.X + i
		own, other := x>>1, x>>1-1+x&1*2
		n, f := int(near[own-first]), int(far[own-first])
		if x == bounds.Min.X || other > last {
			to[i] = uint8((3*n + f + 2) >> 2)
			continue
		}
		beside, across := int(near[other-first]), int(far[other-first])
		to[i] = uint8(((n+f+beside+across+8+2*(f+beside))>>3 + n) >> 1)
	}
}

// setRGB converts one pixel.
func setRGB(to []uint8, y, u, v int32) {
	y = y * 19077 >> 8
	to[0] = clip(y + v*26149>>8 - 14234)
	to[1] = clip(y - u*6419>>8 - v*13320>>8 + 8708)
	to[2] = clip(y + u*33050>>8 - 17685)
	to[3] = 0xff
}

// clip takes six bits of fraction off and limits to a byte.
func clip(v int32) uint8 { return uint8(min(max(v>>6, 0), 255)) }

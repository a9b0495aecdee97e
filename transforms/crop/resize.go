package crop

import (
	"image"

	"github.com/disintegration/imaging"
)

// resize scales what cut returned to the target size; at its own size it
// returns it as it is. YCbCr and grey crops are scaled plane by plane, in
// integers; fullChroma says whether chroma gets the full or half resolution.
// RGB ones are left to imaging, which computes in floating point.
//
// The filter is Catmull-Rom for both, the cubic with a = -0.5 that is Pillow's
// BICUBIC and so the usual preprocessing of vision models. It widens with the
// factor, so it does not alias when scaling down. Crops that leave as RGB are scaled
// in Pillow's order, and are Pillow's to a level or two where JPEG is not reduced first.
//
// Only pictures made in this package reach imaging, and of types that its
// scanner takes without converting: it works in goroutines of its own, where a
// panic could not be recovered.
func resize(m image.Image, target image.Point, fullChroma bool) image.Image {
	size := m.Bounds().Size()
	if size == target {
		return m
	}
	_, isRGB := m.(*image.RGBA)
	if !isRGB && planesFit(size, target) {
		return view{m, m.Bounds(), 1}.scale(target, fullChroma)
	}
	gray, isGray := m.(*image.Gray)
	if isGray {
		return red(scale(gray, size, target))
	}
	out := scale(opaque(m), size, target)
	return &image.RGBA{Pix: out.Pix, Stride: out.Stride, Rect: out.Rect} // the same bytes where all is opaque
}

// planesFit tells whether scaling by planes takes little memory: 4 bytes a
// sample of as many rows as make one. Only forged pictures need more.
func planesFit(size, target image.Point) bool {
	const most = 4 << 20 // samples
	rows := min(size.Y, 4*(size.Y/target.Y+1))
	columns := min(size.X, 4*(size.X/target.X+1))
	return max(size.X, size.Y) <= maxSide && max(rows*size.X, columns*size.Y) <= most
}

// scale keeps two kinds of hostile strips from filling the memory: imaging
// holds 64 bytes or more for each source row and column, so sides that only a
// forged picture has are thinned out first; and a strip of 1 x 60,000 pixels
// that is to become 1,000 x 1 must not be widened before it is lowered, as the
// usual order of the two passes would have it.
func scale(m image.Image, size, target image.Point) *image.NRGBA {
	if size.X > maxSide || size.Y > maxSide {
		size = image.Pt(min(size.X, maxSide), min(size.Y, maxSide))
		m = imaging.Resize(m, size.X, size.Y, imaging.NearestNeighbor)
	}
	if target.X > size.X && target.Y < size.Y {
		m = imaging.Resize(m, size.X, target.Y, imaging.CatmullRom)
	}
	return imaging.Resize(m, target.X, target.Y, imaging.CatmullRom)
}

// opaque returns m, which has no transparent pixels, as the type that imaging
// reads fastest.
func opaque(m image.Image) *image.NRGBA {
	rgba, ok := m.(*image.RGBA)
	if !ok {
		rgba = flatten(m, m.Bounds())
	}
	return &image.NRGBA{Pix: rgba.Pix, Stride: rgba.Stride, Rect: rgba.Rect}
}

// red returns the first channel, which in a grey picture equals the others.
func red(m *image.NRGBA) *image.Gray {
	out := image.NewGray(m.Rect)
	for i := range out.Pix {
		out.Pix[i] = m.Pix[4*i]
	}
	return out
}

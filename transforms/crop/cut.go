package crop

import (
	"image"
	"image/color"
	"image/draw"
)

// cut returns the rectangle of a decoded picture as one of the three types
// that the steps after it know: *image.YCbCr and *image.Gray as views of the
// picture, for which the JPEG encoder has fast paths; all else as an opaque
// *image.RGBA, flattened onto white. None of the steps writes to it. fullChroma
// says whether crops leave as RGB.
func cut(m image.Image, r image.Rectangle, fullChroma bool) image.Image {
	if lossy, ok := m.(*lossyWebP); ok {
		return lossy.cut(r, fullChroma)
	}
	if paletted, ok := m.(*image.Paletted); ok {
		return flattenPaletted(paletted, r)
	}
	if !r.In(m.Bounds()) { // a frame that covers less than its picture
		return flatten(m, r)
	}
	switch m := m.(type) {
	case *image.YCbCr:
		return m.SubImage(r)
	case *image.Gray:
		return m.SubImage(r)
	case *image.Gray16:
		return gray8(m, r)
	}
	return flatten(m, r)
}

// gray8 keeps the high byte of each sample.
func gray8(m *image.Gray16, r image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rectangle{Max: r.Size()})
	for y := range r.Dy() {
		from := m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):]
		row := out.Pix[y*out.Stride:][:r.Dx()]
		for x := range row {
			row[x] = from[2*x]
		}
	}
	return out
}

// flatten draws the rectangle of m over white. Where it is opaque, as most
// pictures that could be transparent are, it is a view of m.
func flatten(m image.Image, r image.Rectangle) *image.RGBA {
	if view, ok := opaqueView(m, r); ok {
		return view
	}
	out := white(r.Size())
	draw.Draw(out, out.Rect, m, r.Min, draw.Over)
	return out
}

// opaqueView returns the rectangle of m if nothing shows through it.
func opaqueView(m image.Image, r image.Rectangle) (view *image.RGBA, ok bool) {
	if !r.In(m.Bounds()) {
		return nil, false
	}
	switch m := m.(type) {
	case *image.RGBA:
		view = &image.RGBA{Pix: m.Pix[m.PixOffset(r.Min.X, r.Min.Y):], Stride: m.Stride}
	case *image.NRGBA: // the same bytes where all is opaque
		view = &image.RGBA{Pix: m.Pix[m.PixOffset(r.Min.X, r.Min.Y):], Stride: m.Stride}
	default:
		return nil, false
	}
	view.Rect = image.Rectangle{Max: r.Size()}
	return view, view.Opaque()
}

// flattenPaletted does so for colours from a palette, each of which is
// flattened once. The picture may be a GIF's frame, smaller than the rectangle.
func flattenPaletted(m *image.Paletted, r image.Rectangle) *image.RGBA {
	out := white(r.Size())
	var colors [256][4]uint8
	for i, c := range m.Palette[:min(len(m.Palette), 256)] {
		colors[i] = overWhite(c)
	}
	covered := r.Intersect(m.Rect)
	for y := covered.Min.Y; y < covered.Max.Y; y++ {
		from := m.Pix[m.PixOffset(covered.Min.X, y):][:covered.Dx()]
		to := out.Pix[out.PixOffset(covered.Min.X-r.Min.X, y-r.Min.Y):]
		for x, index := range from {
			copy(to[4*x:4*x+4], colors[index][:])
		}
	}
	return out
}

func overWhite(c color.Color) [4]uint8 {
	r, g, b, a := c.RGBA() // premultiplied, 16 bits
	return [4]uint8{uint8((r + 0xffff - a) >> 8), uint8((g + 0xffff - a) >> 8), uint8((b + 0xffff - a) >> 8), 0xff}
}

func white(size image.Point) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: size})
	for i := range out.Pix {
		out.Pix[i] = 0xff
	}
	return out
}

package crop

import (
	"image"
	"image/color"
	"image/draw"
	"io"

	"golang.org/x/image/webp"

	"github.com/beamcrop/beamcrop/codec/vp8crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// decodeWebP decodes a WebP picture of a size that measure found; of an animation
// the first frame, which may cover less than its canvas: what it leaves out is
// transparent.
func decodeWebP(data []byte, size image.Point) (image.Image, error) {
	data, place, err := plainWebP(data, size)
	if err != nil {
		return nil, err
	}
	src := newSource(data)
	m, err := decodePlainWebP(src)
	if err != nil {
		return nil, src.failure(formatWebP, err)
	}
	m = moved(m, place.Min)
	if b := m.Bounds(); b != place {
		return nil, reason.Errorf(reason.Decode, "the webp header says %v, the picture %v", place, b)
	}
	return m, nil
}

func decodePlainWebP(r io.Reader) (image.Image, error) {
	m, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *image.YCbCr:
		return &lossyWebP{raw: m, rect: m.Rect, frame: m.Rect}, nil
	case *image.NYCbCrA:
		return &lossyWebP{raw: &m.YCbCr, alpha: m.A, alphaStride: m.AStride, rect: m.Rect, frame: m.Rect}, nil
	}
	return m, nil
}

// lossyWebP is a part of a lossy picture as it is stored. Its luma goes from 16 to
// 235 and its chroma from 16 to 240, or a little beyond: what RGB they make is not
// that of the JPEG samples which [image.YCbCr] means.
type lossyWebP struct {
	raw         *image.YCbCr // of more than rect, for its chroma; in coordinates of the frame
	alpha       []uint8      // of the whole frame, or nil
	alphaStride int
	rect        image.Rectangle // the part, in coordinates of the frame
	frame       image.Rectangle
	at          image.Point // of the frame on the canvas
}

// Bounds returns where the part lies on the canvas.
func (m *lossyWebP) Bounds() image.Rectangle { return m.rect.Add(m.at) }

// SubImage returns a part of the part.
func (m *lossyWebP) SubImage(r image.Rectangle) image.Image {
	part := *m
	part.rect = m.rect.Intersect(r.Sub(m.at))
	return &part
}

// ColorModel is that of what At returns.
func (m *lossyWebP) ColorModel() color.Model { return color.NRGBAModel }

// At converts one pixel.
func (m *lossyWebP) At(x, y int) color.Color {
	at := image.Pt(x, y).Sub(m.at)
	if !at.In(m.rect) {
		return color.NRGBA{}
	}
	return m.rgb(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))}).At(at.X, at.Y)
}

// rgb converts a rectangle of the frame, as libwebp does.
func (m *lossyWebP) rgb(r image.Rectangle) image.Image {
	rgb := vp8crop.ToRGBA(m.raw, r, m.frame)
	if m.alpha == nil {
		return rgb
	}
	out := &image.NRGBA{Pix: rgb.Pix, Stride: rgb.Stride, Rect: rgb.Rect}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := out.Pix[out.PixOffset(r.Min.X, y):]
		for x := range r.Dx() {
			row[4*x+3] = m.alpha[y*m.alphaStride+r.Min.X+x]
		}
	}
	return out
}

// cut returns the rectangle r of the canvas for the steps after it. Crops that
// leave as JPEG keep their planes, without a conversion there and back, unless
// they hold something that these planes cannot.
func (m *lossyWebP) cut(r image.Rectangle, fullChroma bool) image.Image {
	part := r.Sub(m.at).Intersect(m.rect)
	if part.Size() == r.Size() && m.alpha == nil && !fullChroma {
		if planes, ok := fullRange(m.raw, part); ok {
			return planes
		}
	}
	if part.Empty() {
		return white(r.Size())
	}
	rgb := m.rgb(part)
	if part.Size() == r.Size() {
		return flatten(rgb, part)
	}
	out := white(r.Size())
	draw.Draw(out, part.Add(m.at).Sub(r.Min), rgb, part.Min, draw.Over)
	return out
}

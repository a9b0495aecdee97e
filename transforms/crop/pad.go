package crop

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// parseColor reads a colour: a name that CSS knows, or #RRGGBB.
func parseColor(text string) (color.RGBA, error) {
	if named, ok := colornames.Map[strings.ToLower(text)]; ok {
		return named, nil
	}
	digits, found := strings.CutPrefix(text, "#")
	rgb, err := strconv.ParseUint(digits, 16, 24)
	if !found || len(digits) != 6 || err != nil {
		return color.RGBA{}, fmt.Errorf("%q is neither a colour's name, such as white or grey, nor #RRGGBB", text)
	}
	return color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}, nil
}

// canvas is the size of the picture that a crop scaled to target is encoded as.
func (o Options) canvas(target image.Point) image.Point {
	if o.Mode == modePad {
		return image.Pt(o.Width, o.Height)
	}
	return target
}

// pad returns m in the middle of a picture of the size, which is filled with c
// around it. The middle is where Pillow's ImageOps.pad has it. The result is RGB,
// or grey where m and c are: planes of half the resolution cannot be moved by an
// odd number of pixels.
func pad(m image.Image, size image.Point, c color.RGBA) image.Image {
	if m.Bounds().Size() == size {
		return m
	}
	if planes, ok := m.(*image.YCbCr); ok {
		m = rgbOf(planes)
	}
	from := m.Bounds()
	at := image.Pt(middle(size.X-from.Dx()), middle(size.Y-from.Dy()))
	gray, isGray := m.(*image.Gray)
	if isGray && c.R == c.G && c.G == c.B {
		return padGray(gray, size, at, c.R)
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(out, out.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	draw.Draw(out, image.Rectangle{Min: at, Max: at.Add(from.Size())}, m, from.Min, draw.Src)
	return out
}

func padGray(m *image.Gray, size, at image.Point, c uint8) *image.Gray {
	out := image.NewGray(image.Rectangle{Max: size})
	for i := range out.Pix {
		out.Pix[i] = c
	}
	for y := range m.Rect.Dy() {
		copy(out.Pix[out.PixOffset(at.X, at.Y+y):], m.Pix[y*m.Stride:][:m.Rect.Dx()])
	}
	return out
}

// middle is half of what is left beside the crop; Python rounds halves to even.
func middle(left int) int { return int(math.RoundToEven(float64(left) / 2)) }

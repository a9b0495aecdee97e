package testweb

import (
	"bytes"
	"fmt"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// Encode draws p and encodes it in its format. JPEG is baseline 4:2:0. An error
// means a size, format or quality out of range.
func Encode(p Picture) ([]byte, error) {
	p = p.withDefaults()
	if err := p.validate(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := encode(&b, Render(p), p); err != nil {
		return nil, fmt.Errorf("testweb: encode %s: %w", p.Path(), err)
	}
	return b.Bytes(), nil
}

func encode(b *bytes.Buffer, m image.Image, p Picture) error {
	switch p.Format {
	case "png":
		e := png.Encoder{CompressionLevel: png.BestSpeed}
		return e.Encode(b, m)
	case "gif":
		return gif.Encode(b, dither(m.(*image.RGBA)), nil)
	case "bmp":
		return bmp.Encode(b, m)
	case "tiff":
		return tiff.Encode(b, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	default:
		return jpeg.Encode(b, m, &jpeg.Options{Quality: p.Quality})
	}
}

// bayer holds the thresholds of ordered dithering, in sixteenths.
var bayer = [4][4]int{{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}}

// dither maps onto the 6x6x6 colours of the web palette. Ordered dithering
// costs a hundredth of a search in a palette with error diffusion.
func dither(m *image.RGBA) *image.Paletted {
	r := m.Bounds()
	out := image.NewPaletted(r, palette.WebSafe)
	for y := range r.Dy() {
		for x := range r.Dx() {
			at := m.Pix[y*m.Stride+4*x:]
			threshold := bayer[y%4][x%4]*51/16 + 1 // 51 is the step between two of six levels
			level := func(v byte) int { return min(5, (int(v)+threshold)/51) }
			out.Pix[y*out.Stride+x] = uint8(36*level(at[0]) + 6*level(at[1]) + level(at[2]))
		}
	}
	return out
}

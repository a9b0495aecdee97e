package crop

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// TestEdges holds the outermost pixels of JPEG crops of a picture of hard colour edges
// to what they show in the source, beside what encoding its pixels gives, as other
// programs do.
func TestEdges(t *testing.T) {
	stripes := image.NewRGBA(image.Rect(0, 0, 96, 96))
	for y := range 96 {
		for x := range 96 {
			c := color.RGBA{200, 60, 60, 255}
			if (x/16+y/16)%2 == 0 {
				c = color.RGBA{60, 90, 200, 255}
			}
			stripes.SetRGBA(x, y, c)
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, stripes, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"stripes": buf.Bytes(), "4:2:0": fixture(t, "baseline.jpg"), "4:2:2": fixture(t, "422.jpg"), "turned": fixture(t, "exif6.jpg"), "turned 4:2:2": fixture(t, "exif8_422.jpg"),
	} {
		t.Run(name, func(t *testing.T) {
			own, usual := 0.0, 0.0
			for at := 10; at <= 22; at += 2 {
				box := edges(float64(at), float64(at), float64(at+18), float64(at+16))
				want := pixelsOf(t, mustCrop(t, data, box, defaults())).(*image.RGBA)
				o := defaults()
				o.Encode, o.Quality = encodeJPEG, 95
				own += edgeError(shown(t, mustCrop(t, data, box, o).Image), want)
				byPixels, err := asJPEG(want, o.Quality)
				if err != nil {
					t.Fatal(err)
				}
				usual += edgeError(shown(t, byPixels), want)
			}
			t.Logf("%.0f, by way of RGB %.0f", own, usual)
			if own > usual {
				t.Errorf("the square error is %.0f, by way of RGB %.0f", own, usual)
			}
		})
	}
}

// shown is what others see of a JPEG file.
func shown(t *testing.T, data []byte) *image.RGBA {
	t.Helper()
	c, err := jpegcrop.DecodeConfig(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpegcrop.Decode(data, image.Rect(0, 0, c.Width, c.Height), jpegcrop.DecodeOptions{FullChroma: true})
	if err != nil {
		t.Fatal(err)
	}
	return jpegcrop.RGBA(m.(*image.YCbCr))
}

// edgeError adds up the square error of the two outermost pixels on each side.
func edgeError(got *image.RGBA, want image.Image) (sum float64) {
	inner := want.Bounds().Inset(2)
	for y := want.Bounds().Min.Y; y < want.Bounds().Max.Y; y++ {
		for x := want.Bounds().Min.X; x < want.Bounds().Max.X; x++ {
			if (image.Point{X: x, Y: y}).In(inner) {
				continue
			}
			a, b := got.RGBAAt(x, y), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			for _, d := range []float64{float64(a.R) - float64(b.R), float64(a.G) - float64(b.G), float64(a.B) - float64(b.B)} {
				sum += d * d
			}
		}
	}
	return sum
}

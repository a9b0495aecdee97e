package jpegcrop

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"
)

// TestChromaIsAsGood holds crops of any origin to what they show in the source, beside
// what encoding its pixels gives, which is what other programs do.
func TestChromaIsAsGood(t *testing.T) {
	pictures := map[string][]byte{"photo": photoJPEG(t, 320, 200, 90)}
	for _, name := range []string{"baseline_420.jpg", "baseline_422.jpg", "baseline_440.jpg", "baseline_444.jpg"} {
		pictures[name] = fixture(t, name)
	}
	for name, data := range pictures {
		for _, at := range []image.Point{{X: 8, Y: 10}, {X: 9, Y: 10}, {X: 8, Y: 11}, {X: 9, Y: 11}} {
			for _, size := range []image.Point{{X: 60, Y: 50}, {X: 61, Y: 51}} {
				r := image.Rectangle{Min: at, Max: at.Add(size)}
				t.Run(fmt.Sprint(name, r), func(t *testing.T) {
					want := RGBA(decoded(t, data, r, true).(*image.YCbCr))
					own := shownAs(t, decoded(t, data, r, false).(*image.YCbCr))
					usual := shownAs(t, planesOf(want))
					got, least := rgbPSNR(own, want), rgbPSNR(usual, want)
					t.Logf("%.2f dB, by way of RGB %.2f", got, least)
					if got < least-0.05 {
						t.Errorf("%.2f dB, by way of RGB %.2f", got, least)
					}
				})
			}
		}
	}
}

func decoded(t *testing.T, data []byte, r image.Rectangle, full bool) image.Image {
	t.Helper()
	m, err := Decode(data, r, DecodeOptions{FullChroma: full})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shownAs is what others see of m as JPEG.
func shownAs(t *testing.T, m *image.YCbCr) *image.RGBA {
	t.Helper()
	data := mustEncode(t, m, EncodeOptions{Quality: 95})
	return RGBA(decoded(t, data, image.Rectangle{Max: m.Rect.Size()}, true).(*image.YCbCr))
}

func planesOf(m *image.RGBA) *image.YCbCr {
	out := image.NewYCbCr(image.Rectangle{Max: m.Rect.Size()}, image.YCbCrSubsampleRatio444)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			c := m.RGBAAt(m.Rect.Min.X+x, m.Rect.Min.Y+y)
			at := out.YOffset(x, y)
			out.Y[at], out.Cb[at], out.Cr[at] = color.RGBToYCbCr(c.R, c.G, c.B)
		}
	}
	return out
}

func rgbPSNR(a, b *image.RGBA) float64 {
	p, q := pixelsOf(a), pixelsOf(b)
	sum := 0.0
	for i := range p {
		d := float64(p[i]) - float64(q[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(p))/sum)
}

package jpegcrop

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"strings"
	"testing"
)

// pixelsOf returns what a decoded picture shows, in rows of grey or RGB samples.
func pixelsOf(m image.Image) []byte {
	if g, ok := m.(*image.Gray); ok {
		var out []byte
		for y := range g.Rect.Dy() {
			out = append(out, g.Pix[y*g.Stride:][:g.Rect.Dx()]...)
		}
		return out
	}
	c, ok := m.(*image.RGBA)
	if !ok {
		c = RGBA(m.(*image.YCbCr))
	}
	var out []byte
	for y := range c.Rect.Dy() {
		for row := c.Pix[y*c.Stride:][:4*c.Rect.Dx()]; len(row) > 0; row = row[4:] {
			out = append(out, row[:3]...)
		}
	}
	return out
}

// sums returns what testdata/samplings.py has found of each picture.
func sums(t testing.TB) map[string]string {
	t.Helper()
	of := map[string]string{}
	for line := range strings.Lines(string(fixture(t, "samplings/sums.txt"))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		of[name] = sum
	}
	return of
}

// TestSamplings holds every pixel of pictures of all samplings and colours to
// Pillow's and libjpeg-turbo's, and rectangles of them to the whole.
func TestSamplings(t *testing.T) {
	for name, sum := range sums(t) {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, "samplings/"+name)
			c, err := DecodeConfig(data)
			if err != nil {
				t.Fatal(err)
			}
			bounds := image.Rect(0, 0, c.Width, c.Height)
			whole, err := Decode(data, bounds, DecodeOptions{FullChroma: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := sha256.Sum256(pixelsOf(whole)); hex.EncodeToString(got[:]) != sum {
				t.Errorf("the pixels are others: %x", got)
			}
			for _, r := range append(boxes(bounds), image.Rect(2, 3, 3, 5), image.Rect(4, 2, 6, 3), image.Rect(5, 1, 30, 25)) {
				if r = r.Intersect(bounds); !r.Empty() {
					wantPart(t, data, whole, r)
				}
			}
		})
	}
}

// wantPart holds a rectangle that is decoded alone to what the whole picture shows.
func wantPart(t *testing.T, data []byte, whole image.Image, r image.Rectangle) {
	t.Helper()
	got, err := Decode(data, r, DecodeOptions{FullChroma: true})
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	if got.Bounds() != r {
		t.Fatalf("%v: the bounds are %v", r, got.Bounds())
	}
	if err := compareAt(r, func(x, y int) error {
		if g, w := got.At(x, y), whole.At(x, y); g != w {
			return fmt.Errorf("at %d,%d: %v, in the whole picture %v", x, y, g, w)
		}
		return nil
	}); err != nil {
		t.Errorf("%v: %v", r, err)
	}
}

package jpegcrop

import (
	"fmt"
	"image"
	"math"
	"testing"
)

// TestReduced holds reduced decodes to the definition: the first coefficients
// of each block, which are found anew from the samples of the whole decode.
func TestReduced(t *testing.T) {
	for name, m := range map[string]image.Image{
		"photo": photo(t, 48, 32, 90), "grey": grayOf(photo(t, 48, 32, 90)), "ramp": ramp(image.Rect(0, 0, 48, 32), image.YCbCrSubsampleRatio422),
	} {
		for _, by := range []int{1, 2, 4, 8} {
			t.Run(fmt.Sprint(name, by), func(t *testing.T) {
				data := mustEncode(t, m, EncodeOptions{Quality: 95})
				whole := readBack(t, data)
				got, err := Decode(data, whole.Bounds(), DecodeOptions{By: by})
				if err != nil {
					t.Fatal(err)
				}
				if want := image.Rect(0, 0, 48/by, 32/by); got.Bounds() != want {
					t.Fatalf("the bounds are %v, want %v", got.Bounds(), want)
				}
				wantReduced(t, "Y", planeOf(got, 0), planeOf(whole, 0), by)
				if _, gray := got.(*image.Gray); !gray {
					wantReduced(t, "Cb", planeOf(got, 1), planeOf(whole, 1), by)
					wantReduced(t, "Cr", planeOf(got, 2), planeOf(whole, 2), by)
				}
			})
		}
	}
}

// planeOf returns a plane of an image that starts at its origin.
func planeOf(m image.Image, n int) *image.Gray {
	switch m := m.(type) {
	case *image.Gray:
		return m
	case *image.YCbCr:
		size := m.Rect.Size()
		if n == 0 {
			return &image.Gray{Pix: m.Y, Stride: m.YStride, Rect: image.Rectangle{Max: size}}
		}
		c := chromaOf(m)
		return &image.Gray{Pix: [][]byte{m.Cb, m.Cr}[n-1], Stride: m.CStride, Rect: image.Rect(0, 0, size.X/c.h, size.Y/c.v)}
	}
	return nil
}

func wantReduced(t *testing.T, name string, got, whole *image.Gray, by int) {
	t.Helper()
	side := 8 / by
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			want := min(max(reducedSample(whole, x/side*8, y/side*8, x%side, y%side, side), 0), 255)
			if g := float64(got.GrayAt(x, y).Y); math.Abs(g-want) > 1.6 {
				t.Fatalf("%s at %d,%d: %v, want %.1f", name, x, y, g, want)
			}
		}
	}
}

// reducedSample computes one sample of the block at x0,y0 made smaller.
func reducedSample(m *image.Gray, x0, y0, i, j, side int) float64 {
	sum := 0.0
	for v := range side {
		for u := range side {
			c := 0.0
			for y := range 8 {
				for x := range 8 {
					c += (float64(m.GrayAt(x0+x, y0+y).Y) - 128) * basis(u, x, 8) * basis(v, y, 8)
				}
			}
			sum += c * basis(u, i, side) * basis(v, j, side)
		}
	}
	return sum*float64(side)/8 + 128
}

// basis is the orthonormal DCT's.
func basis(u, x, n int) float64 { return bases[n][u][x] }

var bases = func() (b [9][8][8]float64) {
	for n := 1; n <= 8; n++ {
		for u := range n {
			scale := math.Sqrt(2 / float64(n))
			if u == 0 {
				scale = math.Sqrt(1 / float64(n))
			}
			for x := range n {
				b[n][u][x] = scale * math.Cos(float64(2*x+1)*float64(u)*math.Pi/float64(2*n))
			}
		}
	}
	return b
}()

// TestReducedRectangles holds that a rectangle is what the whole picture shows
// there, of sources of every kind.
func TestReducedRectangles(t *testing.T) {
	for name, data := range fixtures(t) {
		if rareFixture(name) || brokenFixture(name) {
			continue
		}
		bounds := oracle(t, name, data).Bounds()
		for _, by := range []int{2, 4, 8} {
			whole, err := Decode(data, bounds, DecodeOptions{By: by})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, r := range boxes(bounds) {
				got, err := Decode(data, r, DecodeOptions{By: by})
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				want := image.Rect(r.Min.X/by, r.Min.Y/by, ceilDiv(r.Max.X, by), ceilDiv(r.Max.Y, by))
				if got.Bounds() != want {
					t.Fatalf("%s, %v by %d: the bounds are %v", name, r, by, got.Bounds())
				}
				if err := compareAt(want, func(x, y int) error {
					if samples(got, x, y) != samples(whole, x, y) {
						return fmt.Errorf("other samples at %d,%d", x, y)
					}
					return nil
				}); err != nil {
					t.Fatalf("%s, %v by %d: %v", name, r, by, err)
				}
			}
		}
	}
	if _, err := Decode(fixture(t, "1x1.jpg"), onePixel, DecodeOptions{By: 3}); err == nil {
		t.Error("by 3 passes")
	}
}

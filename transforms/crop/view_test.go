package crop

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// photoJPEG returns a photo-like picture, and as the standard library decodes it.
func photoJPEG(t *testing.T, w, h int) ([]byte, image.Image) {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, photo(w, h), &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(buf.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), m
}

// lumaError returns the mean square of luma's differences.
func lumaError(a, b image.Image) float64 {
	sum, size := 0.0, a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			d := lumaOf(a, x, y) - lumaOf(b, x, y)
			sum += d * d
		}
	}
	return sum / float64(size.X*size.Y)
}

func lumaOf(m image.Image, x, y int) float64 {
	x, y = x+m.Bounds().Min.X, y+m.Bounds().Min.Y
	if m, ok := m.(*image.YCbCr); ok {
		return float64(m.Y[m.YOffset(x, y)])
	}
	r, g, b, _ := m.At(x, y).RGBA()
	return (0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)) / 257
}

// TestReducedIsAsGood holds what decoding at a fraction of the size changes to
// less than what imaging's Linear filter would, wherever it is done.
func TestReducedIsAsGood(t *testing.T) {
	data, whole := photoJPEG(t, 1024, 768)
	for _, tt := range []struct {
		box image.Rectangle
		to  image.Point
		by  int
	}{
		{image.Rect(101, 53, 581, 533), image.Pt(224, 224), 1},
		{image.Rect(101, 53, 773, 725), image.Pt(224, 224), 1},
		{image.Rect(101, 53, 773, 725), image.Pt(112, 112), 2},
		{image.Rect(101, 53, 773, 725), image.Pt(56, 56), 4},
		{image.Rect(0, 0, 1024, 768), image.Pt(224, 168), 2},
		{image.Rect(7, 9, 1000, 300), image.Pt(100, 97), 1},
		{image.Rect(5, 3, 1021, 709), image.Pt(60, 40), 8},
	} {
		t.Run(fmt.Sprint(tt.box, tt.to), func(t *testing.T) {
			by := reduction(tt.box.Size(), tt.to)
			if by != tt.by {
				t.Fatalf("reduced by %d, want %d", by, tt.by)
			}
			m, err := jpegcrop.Decode(data, tt.box, jpegcrop.DecodeOptions{By: by})
			if err != nil {
				t.Fatal(err)
			}
			got := view{m, tt.box, by}.scale(tt.to, true)
			want := view{whole, tt.box, 1}.scale(tt.to, true)
			linear := imaging.Resize(flatten(whole, tt.box), tt.to.X, tt.to.Y, imaging.Linear)
			a, b := lumaError(got, want), lumaError(linear, want)
			t.Logf("%.1f dB, Linear %.1f dB", -10*math.Log10(a/255/255), -10*math.Log10(b/255/255))
			if a > b {
				t.Errorf("the mean square error is %.3f, Linear's %.3f", a, b)
			}
		})
	}
}

// TestScaledPlanesAreInPlace scales crops of every origin and subsampling, with
// luma and chroma that rise with the place: each sample says where it is from.
func TestScaledPlanesAreInPlace(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 120, 120), ratio)
		step := chromaStep(ratio)
		for y := range 120 {
			for x := range 120 {
				m.Y[m.YOffset(x, y)] = uint8(x + y)
				// A chroma sample lies in the middle of its pixels.
				m.Cb[m.COffset(x, y)] = uint8(x/step.X*step.X*2 + step.X)
				m.Cr[m.COffset(x, y)] = uint8(y/step.Y*step.Y*2 + step.Y)
			}
		}
		for _, r := range []image.Rectangle{image.Rect(20, 20, 100, 100), image.Rect(21, 23, 100, 101), image.Rect(22, 31, 63, 78)} {
			for _, full := range []bool{true, false} {
				if full && ratio == image.YCbCrSubsampleRatio444 {
					continue // becomes RGB: see TestResizeAgainstPillow
				}
				t.Run(fmt.Sprint(ratio, r, full), func(t *testing.T) {
					wantInPlace(t, m.SubImage(r).(*image.YCbCr), image.Pt(30, 27), full)
				})
			}
		}
	}
}

func wantInPlace(t *testing.T, m *image.YCbCr, target image.Point, full bool) {
	t.Helper()
	out := resize(m, target, full).(*image.YCbCr)
	step := chromaStep(out.SubsampleRatio)
	if full != (step.X == 1) {
		t.Fatalf("the subsampling is %v", out.SubsampleRatio)
	}
	place := func(i, length, from, to, step int) float64 { // of a sample's middle, in the source's pixels
		return float64(from) + (float64(i/step*step)+float64(step)/2)*float64(length)/float64(to)
	}
	r := m.Rect
	for y := 4; y < target.Y-4; y++ { // at the edges the window is cut
		for x := 4; x < target.X-4; x++ {
			want := place(x, r.Dx(), r.Min.X, target.X, 1) + place(y, r.Dy(), r.Min.Y, target.Y, 1) - 1
			wantAbout(t, "Y", x, y, out.Y[out.YOffset(x, y)], want)
			wantAbout(t, "Cb", x, y, out.Cb[out.COffset(x, y)], 2*place(x, r.Dx(), r.Min.X, target.X, step.X))
			wantAbout(t, "Cr", x, y, out.Cr[out.COffset(x, y)], 2*place(y, r.Dy(), r.Min.Y, target.Y, step.Y))
		}
	}
}

func wantAbout(t *testing.T, plane string, x, y int, got uint8, want float64) {
	t.Helper()
	if math.Abs(float64(got)-want) > 1.6 {
		t.Fatalf("%s at %d,%d is %d, want %.1f", plane, x, y, got, want)
	}
}

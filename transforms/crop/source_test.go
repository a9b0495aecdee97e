package crop

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func sourceOptions() Options {
	o := defaults()
	o.Encode = encodeSource
	return o
}

// TestSource holds that the crop shows the source's own samples, and where.
func TestSource(t *testing.T) {
	for _, name := range []string{"baseline.jpg", "exif1.jpg", "progressive.jpg", "422.jpg", "444.jpg", "gray.jpg", "restart.jpg"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			whole, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			r := mustCrop(t, data, edges(21, 11, 40, 30), sourceOptions())
			if r.Exact.Size() != image.Pt(19, 19) || r.Format != "jpeg" || r.SourceWidth != whole.Bounds().Dx() {
				t.Fatalf("%v in %dx%d of %d", r.Exact, r.Width, r.Height, r.SourceWidth)
			}
			got := pixelsOf(t, r)
			shift := image.Pt(21, 11).Sub(r.Exact.Min)
			for y := range r.Height {
				for x := range r.Width {
					if g, w := got.At(x, y), whole.At(x+shift.X, y+shift.Y); g != w {
						t.Fatalf("at %d,%d of %v: %v, want %v", x, y, r.Exact, g, w)
					}
				}
			}
		})
	}
}

// TestSourceOfOthers holds that what has no blocks to take over is encoded.
func TestSourceOfOthers(t *testing.T) {
	o := sourceOptions()
	as := o
	as.Encode = encodeJPEG
	for _, name := range []string{"rgb.png", "cmyk.jpg", "rgb.jpg", "exif6.jpg"} {
		got, want := mustCrop(t, fixture(t, name), edges(21, 11, 40, 30), o), mustCrop(t, fixture(t, name), edges(21, 11, 40, 30), as)
		if !bytes.Equal(got.Image, want.Image) || got.Exact != image.Rect(0, 0, 19, 19) || got.Format != "jpeg" {
			t.Errorf("%s: %v in %dx%d %s", name, got.Exact, got.Width, got.Height, got.Format)
		}
	}
}

func TestSourceFails(t *testing.T) {
	data := fixture(t, "baseline.jpg")
	_, err := Crop(data[:len(data)-100], nil, sourceOptions())
	wantReason(t, err, reason.Truncated)
}

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

// TestSourceOfWhole holds that a whole picture is the file itself, of every format.
func TestSourceOfWhole(t *testing.T) {
	for name, format := range map[string]string{
		"baseline.jpg": "jpeg", "cmyk.jpg": "jpeg", "exif1.jpg": "jpeg", "rgba.png": "png", "animated.gif": "gif", "lossy.webp": "webp", "palette.bmp": "bmp", "raw.tif": "tiff",
	} {
		data := fixture(t, name)
		for _, box := range []*Box{nil, edges(-5, 0, 1000, 1000)} {
			r := mustCrop(t, data, box, sourceOptions())
			if !bytes.Equal(r.Image, data) || r.Format != format || r.Exact != image.Rect(0, 0, r.Width, r.Height) || r.Width != r.SourceWidth || r.Height != r.SourceHeight {
				t.Errorf("%s: %d of %d bytes, %dx%d %s", name, len(r.Image), len(data), r.Width, r.Height, r.Format)
			}
			if &r.Image[0] == &data[0] {
				t.Errorf("%s: the caller does not own the result", name)
			}
		}
	}
	turned := fixture(t, "exif6.jpg")
	r := mustCrop(t, turned, nil, sourceOptions())
	if !bytes.Equal(r.Image, turned) || r.Width != r.SourceHeight || r.Height != r.SourceWidth {
		t.Errorf("a whole picture that is stored turned is not as it was, or not %dx%d", r.Width, r.Height)
	}
	if r := mustCrop(t, turned, edges(-5, 0, 1000, 1000), sourceOptions()); r.Format != "jpeg" || bytes.Equal(r.Image, turned) || r.Width != r.SourceWidth {
		t.Error("a crop of a picture that has to be turned is as it was")
	}
}

func TestSourceFails(t *testing.T) {
	data := fixture(t, "baseline.jpg")
	_, err := Crop(data[:len(data)-100], nil, sourceOptions())
	wantReason(t, err, reason.Truncated)
	_, err = Crop(fixture(t, "rgb.png")[:300], nil, sourceOptions())
	wantReason(t, err, reason.Truncated)
}

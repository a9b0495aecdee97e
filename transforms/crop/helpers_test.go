package crop

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// defaults are the options that the command line starts from, with lossless
// output so that tests can compare pixels.
func defaults() Options {
	return Options{Mode: modeFit, EXIF: exifApply, MinSize: 1, Encode: encodePNG, Quality: 90, MaxPixels: 100_000_000}
}

func readFile(t testing.TB, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, elem...)...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fixture(t testing.TB, name string) []byte { return readFile(t, "pictures", name) }

// fixtures returns the names of all pictures under testdata.
func fixtures(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("testdata", "pictures"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func mustCrop(t testing.TB, data []byte, box *Box, o Options) *Result {
	t.Helper()
	r, err := Crop(data, box, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pixelsOf decodes a result and holds what every result promises.
func pixelsOf(t testing.TB, r *Result) image.Image {
	t.Helper()
	m, format, err := image.Decode(bytes.NewReader(r.Image))
	if err != nil {
		t.Fatalf("decoding a result: %v", err)
	}
	if format != r.Format || m.Bounds() != image.Rect(0, 0, r.Width, r.Height) {
		t.Fatalf("result says %s %dx%d, its image is %s %v", r.Format, r.Width, r.Height, format, m.Bounds())
	}
	if cap(r.Image) != len(r.Image) {
		t.Errorf("Image has %d bytes and room for %d", len(r.Image), cap(r.Image))
	}
	return m
}

func wantReason(t testing.TB, err error, want reason.Reason) {
	t.Helper()
	if got := reasonOf(t, err); got != want {
		t.Fatalf("reason %q, want %q (%v)", got, want, err)
	}
}

func reasonOf(t testing.TB, err error) reason.Reason {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	e, ok := reason.Of(err)
	if !ok {
		t.Fatalf("error %v has no reason", err)
	}
	return e.Reason
}

func decodePNG(t testing.TB, data []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func encodePicture(t testing.TB, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// difference returns the largest and the mean difference of two pictures'
// samples, out of 255.
func difference(t testing.TB, a, b image.Image) (largest int, mean float64) {
	t.Helper()
	if a.Bounds().Size() != b.Bounds().Size() {
		t.Fatalf("sizes differ: %v and %v", a.Bounds(), b.Bounds())
	}
	size, sum := a.Bounds().Size(), 0
	for y := range size.Y {
		for x := range size.X {
			p := color.RGBAModel.Convert(a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y)).(color.RGBA)
			q := color.RGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.RGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
				d = max(d, -d)
				largest, sum = max(largest, d), sum+d
			}
		}
	}
	return largest, float64(sum) / float64(3*size.X*size.Y)
}

// wantClose fails where two pictures differ by more than that.
func wantClose(t testing.TB, got, want image.Image, largest int, mean float64) {
	t.Helper()
	l, m := difference(t, got, want)
	if l > largest || m > mean {
		t.Errorf("samples differ by up to %d (at most %d allowed), on average %.3f (%.3f)", l, largest, m, mean)
	}
}

// photo returns a deterministic picture of slow and fast changes.
func photo(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	noise := uint32(1)
	for y := range h {
		for x := range w {
			noise = noise*1664525 + 1013904223
			n := float64(noise>>24)/16 - 8
			u, v := float64(x)/40, float64(y)/40
			i := m.PixOffset(x, y)
			m.Pix[i+0] = tone(128 + 90*math.Sin(u+v) + n)
			m.Pix[i+1] = tone(128 + 90*math.Cos(u*0.7-v) + n)
			m.Pix[i+2] = tone(128 + 60*math.Sin(v*1.3) + 40*math.Sin(u*6) + n)
			m.Pix[i+3] = 0xff
		}
	}
	return m
}

func tone(v float64) uint8 { return uint8(min(max(v, 0), 255)) }

// edges returns a box in pixels of the picture as served.
func edges(x1, y1, x2, y2 float64) *Box { return &Box{X1: x1, Y1: y1, X2: x2, Y2: y2} }

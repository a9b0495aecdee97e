package jpegcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

var ratios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
}

// ramp returns a picture whose samples change with the place, slowly.
func ramp(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	m := image.NewYCbCr(r, ratio)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			m.Y[m.YOffset(x, y)] = wave(x, y, 40)
			m.Cb[m.COffset(x, y)] = wave(x, y, 60)
			m.Cr[m.COffset(x, y)] = wave(y, -x, 70)
		}
	}
	return m
}

func wave(x, y int, length float64) uint8 {
	return uint8(128 + 60*math.Sin(float64(x)/length*2*math.Pi) + 50*math.Cos(float64(y)/length*2*math.Pi))
}

func mustEncode(t testing.TB, m image.Image, o EncodeOptions) []byte {
	t.Helper()
	data, err := Encode(nil, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readBack(t testing.TB, data []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// chromaAt is the mean of the crop's 2x2 pixels that the pixel is in, cut at the edge.
func chromaAt(m *image.YCbCr, x, y int, full bool) (cb, cr float64) {
	if full {
		c := m.YCbCrAt(m.Rect.Min.X+x, m.Rect.Min.Y+y)
		return float64(c.Cb), float64(c.Cr)
	}
	n := 0.0
	for _, d := range []image.Point{{}, {X: 1}, {Y: 1}, {X: 1, Y: 1}} {
		p := m.Rect.Min.Add(image.Pt(x&^1, y&^1)).Add(d)
		if !p.In(m.Rect) {
			continue
		}
		c := m.YCbCrAt(p.X, p.Y)
		cb, cr, n = cb+float64(c.Cb), cr+float64(c.Cr), n+1
	}
	return cb / n, cr / n
}

// TestEncodeIsExact reads back, at the best quality, crops of every subsampling
// and origin: no sample is shifted.
func TestEncodeIsExact(t *testing.T) {
	for _, ratio := range ratios {
		for _, full := range []bool{false, true} {
			t.Run(fmt.Sprint(ratio, full), func(t *testing.T) {
				whole := ramp(image.Rect(0, 0, 100, 80), ratio)
				for _, at := range []image.Point{{}, {X: 1}, {Y: 1}, {X: 7, Y: 5}, {X: 2, Y: 3}, {X: 3, Y: 2}} {
					for _, size := range []image.Point{{X: 1, Y: 1}, {X: 16, Y: 16}, {X: 17, Y: 33}, {X: 40, Y: 31}, {X: 2, Y: 50}, {X: 93, Y: 1}} {
						m := whole.SubImage(image.Rectangle{Min: at, Max: at.Add(size)}).(*image.YCbCr)
						wantExact(t, m, full)
					}
				}
			})
		}
	}
}

func wantExact(t *testing.T, m *image.YCbCr, full bool) {
	t.Helper()
	got, ok := readBack(t, mustEncode(t, m, EncodeOptions{Quality: 100, FullChroma: full})).(*image.YCbCr)
	if !ok || got.Rect.Size() != m.Rect.Size() {
		t.Fatalf("%v: reads back as %v", m.Rect, got.Bounds())
	}
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			g, want := got.YCbCrAt(x, y), m.YCbCrAt(m.Rect.Min.X+x, m.Rect.Min.Y+y)
			cb, cr := chromaAt(m, x, y, full)
			if off(g.Y, float64(want.Y)) > 2 || off(g.Cb, cb) > 2.5 || off(g.Cr, cr) > 2.5 {
				t.Fatalf("%v at %d,%d: %v, want %d %.1f %.1f", m.Rect, x, y, g, want.Y, cb, cr)
			}
		}
	}
}

func off(got uint8, want float64) float64 { return math.Abs(float64(got) - want) }

// TestEncodeIsAsGood holds size and likeness to the standard encoder's, which
// writes no JFIF segment.
func TestEncodeIsAsGood(t *testing.T) {
	for _, quality := range []int{1, 10, 50, 75, 90, 95, 100} {
		for name, m := range map[string]image.Image{"photo": photo(t, 320, 200, 100), "grey": grayOf(photo(t, 321, 203, 100)), "ramp": ramp(image.Rect(0, 0, 90, 70), image.YCbCrSubsampleRatio420)} {
			t.Run(fmt.Sprint(name, quality), func(t *testing.T) {
				var std bytes.Buffer
				if err := jpeg.Encode(&std, m, &jpeg.Options{Quality: quality}); err != nil {
					t.Fatal(err)
				}
				own := mustEncode(t, m, EncodeOptions{Quality: quality})
				got, want := psnr(m, readBack(t, own)), psnr(m, readBack(t, std.Bytes()))
				t.Logf("%d bytes and %.2f dB, the standard encoder's %d and %.2f", len(own), got, std.Len(), want)
				if float64(len(own)) > 1.003*float64(std.Len())+40 || got < want-0.1 {
					t.Errorf("%d bytes and %.2f dB, the standard encoder's %d and %.2f", len(own), got, std.Len(), want)
				}
			})
		}
	}
}

func grayOf(m *image.YCbCr) *image.Gray {
	return &image.Gray{Pix: m.Y, Stride: m.YStride, Rect: m.Rect}
}

// psnr compares luma samples, in decibels.
func psnr(a, b image.Image) float64 {
	sum, size := 0.0, a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			d := lumaAt(a, x, y) - lumaAt(b, x, y)
			sum += d * d
		}
	}
	return 10 * math.Log10(255*255*float64(size.X*size.Y)/max(sum, 1))
}

func lumaAt(m image.Image, x, y int) float64 {
	x, y = x+m.Bounds().Min.X, y+m.Bounds().Min.Y
	if g, ok := m.(*image.Gray); ok {
		return float64(g.GrayAt(x, y).Y)
	}
	return float64(m.(*image.YCbCr).YCbCrAt(x, y).Y)
}

func TestEncodeAppends(t *testing.T) {
	m := ramp(image.Rect(-3, -5, 10, 10), image.YCbCrSubsampleRatio444)
	alone := mustEncode(t, m, EncodeOptions{Quality: 80})
	both, err := Encode([]byte("before"), m, EncodeOptions{Quality: 80})
	if err != nil || string(both) != "before"+string(alone) {
		t.Errorf("appended to other bytes it is different: %v", err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	good := EncodeOptions{Quality: 90}
	if _, err := Encode(nil, image.NewRGBA(image.Rect(0, 0, 1, 1)), good); !errors.Is(err, ErrUnsupported) {
		t.Errorf("RGBA: %v", err)
	}
	for _, m := range []image.Image{image.NewGray(image.Rect(0, 0, 0, 1)), image.NewGray(image.Rect(0, 0, 70_000, 1)), image.NewGray(image.Rect(0, 0, 1, 65536))} {
		if _, err := Encode(nil, m, good); err == nil {
			t.Errorf("%v is encoded", m.Bounds())
		}
	}
	for _, quality := range []int{0, -1, 101} {
		if _, err := Encode(nil, image.NewGray(image.Rect(0, 0, 1, 1)), EncodeOptions{Quality: quality}); err == nil {
			t.Errorf("quality %d is taken", quality)
		}
	}
}

// large is a picture of more tokens than wait for their code.
func large() *image.Gray {
	m := image.NewGray(image.Rect(0, 0, 2048, 1500))
	dice := rand.New(rand.NewPCG(1, 1))
	for i := range m.Pix {
		m.Pix[i] = byte(dice.IntN(256))
	}
	return m
}

// TestEncodeLarge holds the memory for a large picture, and what is read of it
// to what was written.
func TestEncodeLarge(t *testing.T) {
	m, e := large(), new(encoder)
	e.setQuality(100)
	h := e.gray(m)
	if cap(e.script.tokens) > 3*maxTokens {
		t.Errorf("there is room for %d tokens", cap(e.script.tokens))
	}
	got := readBack(t, e.write(nil, h)).(*image.Gray)
	for i, v := range m.Pix {
		if d := int(v) - int(got.Pix[i/2048*got.Stride+i%2048]); d > 3 || d < -3 {
			t.Fatalf("sample %d is %d off", i, d)
		}
	}
}

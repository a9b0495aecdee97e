package testweb

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"io"
	"testing"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
)

// TestSizes holds the density of photographs: what decoders are timed on.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, pictures, low, high int }{
		{640, 480, 4, 60_000, 100_000},
		{1024, 768, 1, 150_000, 250_000},
		{1920, 1280, 1, 500_000, 700_000},
	} {
		for id := range c.pictures {
			data, err := Encode(Picture{ID: uint64(id), Width: c.width, Height: c.height})
			if err != nil || len(data) < c.low || len(data) > c.high {
				t.Errorf("%dx%d number %d: %d bytes, %v; want %d to %d", c.width, c.height, id, len(data), err, c.low, c.high)
			}
		}
	}
}

func TestEncode(t *testing.T) {
	p := Picture{ID: 3, Width: 101, Height: 67}
	drawn := Render(p)
	for format := range extensions {
		t.Run(format, func(t *testing.T) {
			p := p
			p.Format = format
			data, err := Encode(p)
			if err != nil {
				t.Fatal(err)
			}
			m, got, err := image.Decode(bytes.NewReader(data))
			if err != nil || got != format || m.Bounds() != image.Rect(0, 0, 101, 67) {
				t.Fatalf("decoded %s: %v", got, err)
			}
			if d := difference(drawn, m); d > 25 {
				t.Errorf("differs from what was drawn by %d in the mean", d)
			}
		})
	}
}

// difference is the mean of green, of 0 to 255.
func difference(a, b image.Image) int {
	sum, r := 0, a.Bounds()
	for y := range r.Dy() {
		for x := range r.Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			sum += max(int(p.G)-int(q.G), int(q.G)-int(p.G))
		}
	}
	return sum / (r.Dx() * r.Dy())
}

func TestEncodeRefuses(t *testing.T) {
	for name, p := range map[string]Picture{
		"format": {Format: "progressive"}, "quality": {Quality: 101}, "width": {Width: -1, Height: 9}, "pixels": {Width: 16000, Height: 16000},
	} {
		if _, err := Encode(p); err == nil {
			t.Errorf("%s: took %+v", name, p)
		}
	}
}

// TestFaceBox checks that the box lies within, has a size, and that what it
// holds is a face rather than landscape: its middle is less green than red.
func TestFaceBox(t *testing.T) {
	for id := range uint64(20) {
		p := Picture{ID: id, Width: 160, Height: 120}
		x1, y1, x2, y2 := FaceBox(p)
		if x1 < 0 || y1 < 0 || x2 > 160 || y2 > 120 || x2-x1 < 20 || y2-y1 < 20 {
			t.Errorf("%d: box %d %d %d %d", id, x1, y1, x2, y2)
		}
		m := Render(p).(*image.RGBA)
		face := m.RGBAAt((3*x1+x2)/4, (2*y1+3*y2)/5) // the cheek
		if face.R <= face.G || face.G <= face.B {
			t.Errorf("%d: cheek is %v", id, face)
		}
	}
	for _, side := range []int{1, 2, 5} {
		if x1, y1, x2, y2 := FaceBox(Picture{Width: side, Height: side}); x1 >= x2 || y1 >= y2 || x2 > side || y2 > side {
			t.Errorf("%d pixels: box %d %d %d %d", side, x1, y1, x2, y2)
		}
		if _, err := Encode(Picture{Width: side, Height: side}); err != nil {
			t.Errorf("%d pixels: %v", side, err)
		}
	}
}

func TestGallery(t *testing.T) {
	pictures := Gallery(20)
	for i, p := range pictures {
		if p.Width < 320 || p.Width > 640 || p.validate() != nil {
			t.Errorf("%d: %+v", i, p)
		}
	}
	if len(pictures) != 20 || Gallery(3)[2] != pictures[2] {
		t.Error("a longer gallery begins otherwise")
	}
}

func TestPNGBomb(t *testing.T) {
	s, c := start(t, Options{}), newClient(t)
	isBomb(t, fetch(t, c, s.URL(0, Picture{Format: "png", Fault: "huge_pixels"})), "png")
}

// TestDeflatedZeros inflates a smaller stream than the bomb's, to the checksum.
func TestDeflatedZeros(t *testing.T) {
	for _, rows := range []int{2000, 5000} {
		stream, err := deflatedZeros(rows, 77)
		if err != nil {
			t.Fatal(err)
		}
		z, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(z); err != nil || !bytes.Equal(data, make([]byte, rows*77)) {
			t.Errorf("%d rows: %d bytes, %v", rows, len(data), err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for b.Loop() {
		if _, err := Encode(Picture{}); err != nil {
			b.Fatal(err)
		}
	}
}

package crop

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

func ExampleCrop() {
	picture, err := os.ReadFile("testdata/pictures/baseline.jpg")
	if err != nil {
		panic(err)
	}
	r, err := Crop(picture, &Box{X1: 38, Y1: 20, X2: 56, Y2: 37}, Options{
		Margin: 0.1, Square: true, Width: 224, Height: 224, Mode: "fit", EXIF: "apply", MinSize: 1, Encode: "jpeg", Quality: 90, MaxPixels: 1e8,
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s %dx%d from %s %dx%d\n", r.Format, r.Width, r.Height, r.SourceFormat, r.SourceWidth, r.SourceHeight)
	// Output: jpeg 224x224 from jpeg 61x43
}

// TestGolden holds the pixels of one crop of each fixture, and of each option.
func TestGolden(t *testing.T) {
	type test struct {
		name, fixture string
		box           *Box
		edit          func(*Options)
	}
	box := edges(7, 5, 31.5, 28)
	none := func(*Options) {}
	tests := []test{
		{"whole", "baseline.jpg", nil, none},
		{"whole_square", "baseline.jpg", nil, func(o *Options) { o.Square = true }},
		{"margin", "baseline.jpg", box, func(o *Options) { o.Margin = 0.2 }},
		{"margin_square", "baseline.jpg", edges(40, 10, 60, 20), func(o *Options) { o.Margin, o.Square = 0.2, true }},
		{"fit", "baseline.jpg", box, func(o *Options) { o.Width, o.Height, o.Mode = 20, 40, modeFit }},
		{"fill", "baseline.jpg", box, func(o *Options) { o.Width, o.Height, o.Mode = 20, 40, modeFill }},
		{"stretch", "baseline.jpg", box, func(o *Options) { o.Width, o.Height, o.Mode = 20, 40, modeStretch }},
		{"gray_up", "gray.jpg", box, func(o *Options) { o.Width, o.Height, o.Mode = 50, 50, modeStretch }},
		{"alpha_down", "rgba.png", nil, func(o *Options) { o.Width, o.Height = 20, 20 }},
		{"as_jpeg", "rgba.png", box, func(o *Options) { o.Encode, o.Quality = encodeJPEG, 50 }},
	}
	for _, name := range fixtures(t) {
		tests = append(tests, test{name, name, box, none})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := defaults()
			tt.edit(&o)
			if err := o.Validate(); err != nil {
				t.Fatal(err)
			}
			got := pixelsOf(t, mustCrop(t, fixture(t, tt.fixture), tt.box, o))
			path := filepath.Join("testdata", "golden", tt.name+".png")
			if *update {
				if err := os.WriteFile(path, encodePicture(t, got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			wantClose(t, got, decodePNG(t, readFile(t, "golden", tt.name+".png")), 0, 0)
		})
	}
}

// TestBoxIsExact reads back pixels that say where they lie.
func TestBoxIsExact(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			m.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 7, 255})
		}
	}
	got := pixelsOf(t, mustCrop(t, encodePicture(t, m), edges(50, 30, 57, 41), defaults()))
	if got.Bounds() != image.Rect(0, 0, 7, 11) {
		t.Fatalf("got %v", got.Bounds())
	}
	for _, p := range []image.Point{{0, 0}, {6, 0}, {0, 10}, {6, 10}} {
		want := color.RGBA{uint8(50 + p.X), uint8(30 + p.Y), 7, 255}
		if c := color.RGBAModel.Convert(got.At(p.X, p.Y)); c != want {
			t.Errorf("at %v: %v, want %v", p, c, want)
		}
	}
}

func TestTransparencyIsWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 4, 1))
	for x, alpha := range []uint8{0, 255, 128, 1} {
		m.SetNRGBA(x, 0, color.NRGBA{100, 0, 0, alpha})
	}
	got := pixelsOf(t, mustCrop(t, encodePicture(t, m), nil, defaults()))
	want := image.NewRGBA(m.Rect)
	for x, c := range []color.RGBA{{255, 255, 255, 255}, {100, 0, 0, 255}, {177, 127, 127, 255}, {254, 254, 254, 255}} {
		want.SetRGBA(x, 0, c)
	}
	wantClose(t, got, want, 1, 1)
}

func TestGrayStaysGray(t *testing.T) {
	for _, name := range []string{"gray.jpg", "gray.png", "gray16.png", "bilevel.png", "packbits.tif"} {
		for _, kind := range []string{encodeJPEG, encodePNG} {
			for _, width := range []int{0, 16} {
				t.Run(fmt.Sprint(name, kind, width), func(t *testing.T) {
					o := defaults()
					o.Encode, o.Width, o.Height = kind, width, width
					m := pixelsOf(t, mustCrop(t, fixture(t, name), edges(3, 3, 33, 33), o))
					if _, ok := m.(*image.Gray); !ok {
						t.Errorf("got %T", m)
					}
				})
			}
		}
	}
}

// TestYCbCrView holds that the encoder's way from a view of YCbCr planes, at
// any offset and subsampling, gives what the way through RGB gives, but for colours that RGB cannot hold, which occur at hard edges.
func TestYCbCrView(t *testing.T) {
	for _, name := range []string{"baseline.jpg", "422.jpg", "444.jpg"} {
		for _, r := range []image.Rectangle{image.Rect(0, 0, 61, 43), image.Rect(8, 8, 40, 40), image.Rect(7, 5, 30, 28), image.Rect(60, 42, 61, 43)} {
			t.Run(fmt.Sprint(name, r), func(t *testing.T) {
				p, err := Open(fixture(t, name), 1, defaults())
				if err != nil {
					t.Fatal(err)
				}
				m, err := p.decode(r)
				if err != nil {
					t.Fatal(err)
				}
				view, ok := cut(m, r, false).(*image.YCbCr)
				if !ok {
					t.Fatalf("got %T", cut(m, r, false))
				}
				wantClose(t, throughJPEG(t, view), throughJPEG(t, flatten(m, r)), 32, 1)
			})
		}
	}
}

func throughJPEG(t *testing.T, m image.Image) image.Image {
	t.Helper()
	o := defaults()
	o.Encode, o.Quality = encodeJPEG, 100
	data, err := encode(m, o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestQuality(t *testing.T) {
	last := 0
	for _, quality := range []int{1, 10, 50, 90, 100} {
		o := defaults()
		o.Encode, o.Quality = encodeJPEG, quality
		r := mustCrop(t, fixture(t, "rgb.png"), nil, o)
		if len(r.Image) <= last {
			t.Errorf("quality %d gives %d bytes, the one below it %d", quality, len(r.Image), last)
		}
		last = len(r.Image)
	}
}

func TestEncodeRefuses(t *testing.T) {
	wide := encodePicture(t, image.NewGray(image.Rect(0, 0, 70_000, 1)))
	o := defaults()
	if r := mustCrop(t, wide, nil, o); r.Width != 70_000 {
		t.Errorf("as PNG it is %d wide", r.Width)
	}
	o.Encode = encodeJPEG
	_, err := Crop(wide, nil, o)
	wantReason(t, err, reason.Encode)
	o.Encode = "webp"
	_, err = Crop(fixture(t, "rgb.png"), nil, o)
	wantReason(t, err, reason.Encode)
}

// TestBoxIsLookedAtBeforeDecoding holds that a box outside costs no decode,
// and which of two faults is reported.
func TestBoxIsLookedAtBeforeDecoding(t *testing.T) {
	data := fixture(t, "baseline.jpg")
	_, err := Crop(data[:len(data)-100], edges(100, 100, 200, 200), defaults())
	wantReason(t, err, reason.BoxOutside)
	o := defaults()
	o.MinSize = 20
	_, err = Crop(data, edges(10, 10, 20, 20), o)
	wantReason(t, err, reason.TooSmall)
}

func TestDeterministic(t *testing.T) {
	o := defaults()
	o.Encode, o.Width, o.Height = encodeJPEG, 33, 44
	for _, name := range fixtures(t) {
		first := mustCrop(t, fixture(t, name), edges(3, 3, 40, 30), o)
		for range 3 {
			if again := mustCrop(t, fixture(t, name), edges(3, 3, 40, 30), o); !bytes.Equal(again.Image, first.Image) {
				t.Errorf("%s: another run gives other bytes", name)
			}
		}
	}
}

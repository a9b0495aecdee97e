package crop

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"path/filepath"
	"reflect"
	"testing"
)

// TestSeveralCrops holds that crops of one picture are what each is by itself,
// of every kind of picture, also of one whose end is damaged.
func TestSeveralCrops(t *testing.T) {
	pictures := map[string][]byte{}
	for _, name := range []string{
		"baseline.jpg", "422.jpg", "progressive.jpg", "gray.jpg", "exif6_422.jpg", "cmyk.jpg", "magick.411.jpg", "rgba.png", "rgb_trns.png", "rgb16.png", "gray16.png", "palette4.png", "palette_alpha.png", "exif6.png", "interlaced.png", "lossy.webp", "exif6_lossy.webp", "animated_lossy.webp", "raw.tif", "island.gif",
	} {
		pictures[name] = fixture(t, name)
	}
	damaged := bytes.Clone(pictures["baseline.jpg"])
	clear(damaged[len(damaged)-300 : len(damaged)-100])
	pictures["damaged"] = damaged
	frame := bytes.Clone(pictures["lossy.webp"])
	clear(frame[len(frame)-60:])
	pictures["damaged.webp"] = frame
	pictures["too long.png"] = withRow(t, pictures["rgba.png"])
	boxes := []*Box{edges(3, 2, 9, 8), nil, edges(0, 0, 33, 21), edges(17, 5, 40, 30), edges(-9, -9, -1, -1), edges(1, 1, 60, 42), edges(7, 3, 8, 4)}
	small, kept, source := defaults(), defaults(), defaults()
	small.Width, small.Height, small.Mode = 4, 4, modeFit
	source.Encode = encodeSource
	for name, data := range pictures {
		for how, o := range map[string]Options{"small": small, "kept": kept, "source": source} {
			t.Run(name+" "+how, func(t *testing.T) {
				p, err := Open(data, 2*len(boxes), o)
				if err != nil {
					t.Fatal(err)
				}
				for i := range 2 * len(boxes) {
					box := boxes[i%len(boxes)]
					want, wantErr := Crop(data, box, o)
					got, err := p.Crop(box)
					if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(err, wantErr) {
						t.Fatalf("%v: %v, want %v", box, err, wantErr)
					}
				}
			})
		}
	}
}

// withRow returns a PNG picture whose stream has a row more than its header says:
// only who reads to the end finds that.
func withRow(t *testing.T, data []byte) []byte {
	t.Helper()
	longer := bytes.Clone(data)
	longer[23]-- // the height
	binary.BigEndian.PutUint32(longer[29:], crc32.ChecksumIEEE(longer[12:29]))
	if _, err := png.Decode(bytes.NewReader(longer)); err == nil {
		t.Fatal("the picture is right")
	}
	return longer
}

// TestPNGParts holds that crops of PNG pictures are, to the byte, those of
// image/png.
func TestPNGParts(t *testing.T) {
	boxes := []*Box{nil, edges(0, 0, 61, 43), edges(3, 2, 9, 8), edges(60, 42, 61, 43), edges(5, 20, 6, 40)}
	for _, name := range fixtures(t) {
		if filepath.Ext(name) != ".png" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			whole, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			for _, box := range boxes {
				p, err := Open(data, 1, defaults())
				if err != nil {
					t.Fatal(err)
				}
				got, err := p.Crop(box)
				if err != nil {
					t.Fatal(err)
				}
				p.shared[1] = whole
				want, err := p.Crop(box)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%v: another crop than of image/png's picture: %v", box, err)
				}
			}
		})
	}
}

// TestDamagedShared holds that a picture which cannot be decoded whole for its many
// crops fails them as it fails one.
func TestDamagedShared(t *testing.T) {
	for _, name := range []string{"still.gif", "rgb.png", "lossless.webp", "rgb.bmp", "baseline.jpg"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			data = data[:len(data)/2]
			_, want := Crop(data, edges(1, 1, 9, 9), defaults())
			p, err := Open(data, 100, defaults())
			if err == nil {
				_, err = p.Crop(edges(1, 1, 9, 9))
			}
			if want == nil || err == nil || err.Error() != want.Error() {
				t.Errorf("got %v, alone %v", err, want)
			}
		})
	}
}

// TestWorthWhole holds when a picture is decoded once for all crops.
func TestWorthWhole(t *testing.T) {
	for _, tt := range []struct {
		name   string
		format format
		crops  int
		part   image.Rectangle
		want   bool
	}{
		{"one, of all", formatJPEG, 1, image.Rect(0, 0, 600, 400), false},
		{"two at the bottom", formatJPEG, 2, image.Rect(100, 300, 200, 400), false},
		{"five at the bottom", formatJPEG, 5, image.Rect(100, 300, 200, 400), true},
		{"five at the top", formatJPEG, 5, image.Rect(0, 0, 50, 50), false},
		{"hundred at the top", formatJPEG, 100, image.Rect(0, 0, 50, 50), true},
		{"one of a PNG, of all", formatPNG, 1, image.Rect(0, 0, 600, 400), false},
		{"two of a PNG at the bottom", formatPNG, 2, image.Rect(100, 300, 200, 400), true},
		{"two of a PNG at the top", formatPNG, 2, image.Rect(100, 0, 200, 100), false},
		{"one of a WebP, of all", formatWebP, 1, image.Rect(0, 0, 600, 400), false},
		{"two of a WebP near the top", formatWebP, 2, image.Rect(200, 100, 300, 200), false},
		{"three of a WebP near the top", formatWebP, 3, image.Rect(200, 100, 300, 200), true},
		{"two of a WebP at the bottom", formatWebP, 2, image.Rect(100, 300, 200, 400), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &Picture{format: tt.format, size: image.Pt(600, 400), left: tt.crops - 1}
			decoder := codecOf(tt.format)
			if got := p.worthWhole(decoder.cost, tt.part); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

package crop

import (
	"bytes"
	"image"
	"reflect"
	"testing"
)

// TestSeveralCrops holds that crops of one picture are what each is by itself,
// of every kind of picture, also of one whose end is damaged.
func TestSeveralCrops(t *testing.T) {
	pictures := map[string][]byte{}
	for _, name := range []string{
		"baseline.jpg", "422.jpg", "progressive.jpg", "gray.jpg", "exif6_422.jpg", "cmyk.jpg", "magick.411.jpg", "rgba.png", "lossy.webp", "exif6_lossy.webp", "animated_lossy.webp", "raw.tif", "island.gif",
	} {
		pictures[name] = fixture(t, name)
	}
	damaged := bytes.Clone(pictures["baseline.jpg"])
	clear(damaged[len(damaged)-300 : len(damaged)-100])
	pictures["damaged"] = damaged
	frame := bytes.Clone(pictures["lossy.webp"])
	clear(frame[len(frame)-60:])
	pictures["damaged.webp"] = frame
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

// TestWorthWhole holds when a JPEG picture is decoded once for all crops.
func TestWorthWhole(t *testing.T) {
	for _, tt := range []struct {
		name  string
		crops int
		part  image.Rectangle
		want  bool
	}{
		{"one, of all", 1, image.Rect(0, 0, 600, 400), false},
		{"two at the bottom", 2, image.Rect(100, 300, 200, 400), false},
		{"five at the bottom", 5, image.Rect(100, 300, 200, 400), true},
		{"five at the top", 5, image.Rect(0, 0, 50, 50), false},
		{"hundred at the top", 100, image.Rect(0, 0, 50, 50), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &Picture{size: image.Pt(600, 400), left: tt.crops - 1, format: formatJPEG}
			if got := p.worthWhole(tt.part); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestWorthWholeWebP holds it of a WebP picture, of which more has to be decoded
// for each crop.
func TestWorthWholeWebP(t *testing.T) {
	for _, tt := range []struct {
		crops int
		part  image.Rectangle
		want  bool
	}{
		{1, image.Rect(0, 0, 600, 400), false},
		{2, image.Rect(200, 100, 300, 200), false},
		{3, image.Rect(200, 100, 300, 200), true},
		{2, image.Rect(100, 300, 200, 400), true},
		{5, image.Rect(0, 0, 50, 50), false},
	} {
		p := &Picture{size: image.Pt(600, 400), left: tt.crops - 1, format: formatWebP}
		if got := p.worthWhole(tt.part); got != tt.want {
			t.Errorf("%d of %v: %v", tt.crops, tt.part, got)
		}
	}
}

package vp8crop

import (
	"flag"
	"image"
	"testing"
)

var picture = flag.String("picture", "", "a lossy WebP file to decode in benchmarks")

// BenchmarkDecode compares with x/image, which decodes the whole.
func BenchmarkDecode(b *testing.B) {
	data := fixtures(b)["bench.webp"]
	if *picture != "" {
		data = frameOf(b, *picture)
	}
	size, err := Size(data)
	if err != nil {
		b.Fatal(err)
	}
	w, h := size.X, size.Y
	for _, tt := range []struct {
		name string
		r    image.Rectangle
	}{
		{"whole", image.Rect(0, 0, w, h)},
		{"middle", image.Rect(w/4, h/4, w*3/4, h*3/4)},
		{"small", image.Rect(w/2-w/8, h/2-h/8, w/2+w/8, h/2+h/8)},
		{"top", image.Rect(w/2-w/8, 0, w/2+w/8, h/4)},
	} {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Decode(data, tt.r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("x-image", func(b *testing.B) {
		for b.Loop() {
			if _, err := oracle(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}

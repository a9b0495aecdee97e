package crop

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"testing"
)

// BenchmarkCrop cuts a square of a quarter of the picture's width from its
// middle.
func BenchmarkCrop(b *testing.B) {
	for _, size := range []image.Point{{640, 480}, {1024, 768}, {1920, 1280}} {
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, photo(size.X, size.Y), &jpeg.Options{Quality: 85}); err != nil {
			b.Fatal(err)
		}
		x, y, side := float64(size.X/2), float64(size.Y/2), float64(size.X/8)
		box := edges(x-side, y-side, x+side, y+side)
		for _, resized := range []int{0, 224} {
			o := defaults()
			o.Encode, o.Width, o.Height = encodeJPEG, resized, resized
			b.Run(fmt.Sprintf("%dx%d/resize=%d", size.X, size.Y, resized), func(b *testing.B) {
				b.SetBytes(int64(buf.Len()))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Crop(buf.Bytes(), box, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkEncode encodes a crop of 256 x 256 pixels.
func BenchmarkEncode(b *testing.B) {
	for _, kind := range []string{encodeJPEG, encodePNG} {
		b.Run(kind, func(b *testing.B) {
			o := defaults()
			o.Encode = kind
			m, size := photo(256, 256), 0
			for b.Loop() {
				data, err := encode(m, o)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(size), "bytes/picture")
		})
	}
}

// BenchmarkUpright is what EXIF costs: to look for it, and to turn a crop of
// 256 x 256 pixels by a quarter.
func BenchmarkUpright(b *testing.B) {
	for _, name := range []string{"baseline.jpg", "exif6.jpg"} {
		data := fixture(b, name)
		b.Run("find/"+name, func(b *testing.B) {
			for b.Loop() {
				orientationOf(data, formatJPEG)
			}
		})
	}
	ycbcr := image.NewYCbCr(image.Rect(0, 0, 257, 257), image.YCbCrSubsampleRatio420)
	for name, m := range map[string]image.Image{"YCbCr": ycbcr.SubImage(image.Rect(1, 1, 257, 257)), "RGBA": photo(256, 256)} {
		b.Run("turn/"+name, func(b *testing.B) {
			for b.Loop() {
				orientations[6].turn(m)
			}
		})
	}
}

// BenchmarkSeveral cuts boxes of a tenth of the width, all over a picture of
// 1920 x 1280 pixels: per picture, each by itself and all together.
func BenchmarkSeveral(b *testing.B) {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, photo(1920, 1280), &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	o := defaults()
	o.Encode = encodeJPEG
	for _, n := range []int{1, 3, 10, 50} {
		for way, crops := range map[string]int{"alone": 1, "together": n} {
			b.Run(fmt.Sprint(n, "/", way), func(b *testing.B) {
				for b.Loop() {
					p, err := Open(buf.Bytes(), crops, o)
					if err != nil {
						b.Fatal(err)
					}
					for i := range n {
						x, y := float64(i*577%1728), float64(i*311%1088)
						if _, err := p.Crop(edges(x, y, x+192, y+192)); err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}

// BenchmarkFlatten is what a crop of 512 x 512 pixels costs that could be
// transparent and is not, as most PNG pictures are.
func BenchmarkFlatten(b *testing.B) {
	m, r := photo(640, 640), image.Rect(64, 64, 576, 576)
	b.ReportAllocs()
	for b.Loop() {
		flatten(m, r)
	}
}

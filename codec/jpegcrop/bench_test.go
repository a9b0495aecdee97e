package jpegcrop

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"testing"
)

// benchPicture returns a photo of a size as JPEG at quality 85, 4:2:0.
// Progressive ones need Python with Pillow, as Go has no encoder for them.
func benchPicture(b *testing.B, w, h int, progressive bool) []byte {
	if !progressive {
		return photoJPEG(b, w, h, 85)
	}
	python := os.Getenv("BEAMCROP_PYTHON")
	if python == "" {
		b.Skip("BEAMCROP_PYTHON names no Python that has Pillow")
	}
	cmd := exec.CommandContext(b.Context(), python, "testdata/progressive.py")
	cmd.Stdin = bytes.NewReader(photoJPEG(b, w, h, 98))
	data, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkCrop decodes a square of a quarter of the width from the middle and
// encodes it, beside the standard library.
func BenchmarkCrop(b *testing.B) {
	for _, progressive := range []bool{false, true} {
		for _, size := range []image.Point{{X: 640, Y: 480}, {X: 1024, Y: 768}, {X: 1920, Y: 1280}} {
			b.Run(fmt.Sprintf("%d/progressive=%v", size.X, progressive), func(b *testing.B) {
				data := benchPicture(b, size.X, size.Y, progressive)
				r := image.Rectangle{Max: image.Pt(size.X/4, size.X/4)}.Add(image.Pt(size.X*3/8, size.Y/2-size.X/8))
				b.Run("own", func(b *testing.B) { benchOwn(b, data, r) })
				b.Run("lossless", func(b *testing.B) { benchLossless(b, data, r) })
				b.Run("std", func(b *testing.B) { benchStd(b, data, r) })
			})
		}
	}
}

func benchOwn(b *testing.B, data []byte, r image.Rectangle) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		m, err := Decode(data, r, DecodeOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Encode(nil, m, EncodeOptions{Quality: 90}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchLossless(b *testing.B, data []byte, r image.Rectangle) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := Lossless(nil, data, r); err != nil {
			b.Fatal(err)
		}
	}
}

func benchStd(b *testing.B, data []byte, r image.Rectangle) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	var out bytes.Buffer
	for b.Loop() {
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		out.Reset()
		if err := jpeg.Encode(&out, m.(*image.YCbCr).SubImage(r), &jpeg.Options{Quality: 90}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, w := range []int{640, 1920} {
		data := photoJPEG(b, w, w*2/3, 85)
		for name, r := range map[string]image.Rectangle{
			"all": image.Rect(0, 0, w, w*2/3), "walk": image.Rect(w-1, w*2/3-1, w, w*2/3),
		} {
			b.Run(fmt.Sprint(name, w), func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Decode(data, r, DecodeOptions{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	m := photo(b, 256, 256, 95)
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			mustEncode(b, m, EncodeOptions{Quality: 90})
		}
	})
	b.Run("std", func(b *testing.B) {
		b.ReportAllocs()
		var out bytes.Buffer
		for b.Loop() {
			out.Reset()
			if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 90}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

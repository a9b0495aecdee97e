package pngcrop

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"
)

// photo returns a picture like a photo: slow and fast changes, and a little
// noise, with which PNG takes about 1.7 bytes a pixel.
func photo(w, h int) *image.NRGBA {
	m, dice := image.NewNRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			u, v := float64(x)/40, float64(y)/40
			tone := func(f float64) uint8 { return uint8(min(max(f+1.2*dice.NormFloat64(), 0), 255)) }
			m.SetNRGBA(x, y, color.NRGBA{
				tone(128 + 90*math.Sin(u+v)), tone(128 + 90*math.Cos(u*0.7-v)), tone(128 + 60*math.Sin(v*1.3) + 40*math.Sin(u*3)), 0xff,
			})
		}
	}
	return m
}

// BenchmarkDecode decodes a square of a quarter of the width from the middle,
// and all, of pictures of 1024x768, beside image/png.
func BenchmarkDecode(b *testing.B) {
	m := photo(1024, 768)
	alpha := image.NewNRGBA(m.Rect)
	copy(alpha.Pix, m.Pix)
	for i := 3; i < len(alpha.Pix); i += 4 {
		alpha.Pix[i] = byte(i >> 12)
	}
	mapped := image.NewPaletted(m.Rect, palette.Plan9)
	draw.FloydSteinberg.Draw(mapped, m.Rect, m, image.Point{})
	for name, m := range map[string]image.Image{"rgb": m, "rgba": alpha, "palette": mapped} {
		var buf bytes.Buffer
		if err := png.Encode(&buf, m); err != nil {
			b.Fatal(err)
		}
		data := buf.Bytes()
		b.Run(name+"/box", func(b *testing.B) { benchDecode(b, data, image.Rect(384, 256, 640, 512)) })
		b.Run(name+"/all", func(b *testing.B) { benchDecode(b, data, m.Bounds()) })
		b.Run(name+"/std", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := png.Decode(bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchDecode(b *testing.B, data []byte, r image.Rectangle) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data, r); err != nil {
			b.Fatal(err)
		}
	}
}

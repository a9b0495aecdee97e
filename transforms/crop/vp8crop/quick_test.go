package vp8crop

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/vp8"
)

func oracle(data []byte) (*image.YCbCr, error) {
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(data), len(data))
	if _, err := d.DecodeFrameHeader(); err != nil {
		return nil, err
	}
	return d.DecodeFrame()
}

func frameOf(t testing.TB, file string) []byte {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(data, []byte("VP8 "))
	n := int(binary.LittleEndian.Uint32(data[i+4:]))
	return data[i+8 : i+8+n]
}

func same(t testing.TB, got, want *image.YCbCr, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if g, w := got.YCbCrAt(x, y), want.YCbCrAt(x, y); g != w {
				t.Fatalf("at %d,%d: %v, want %v", x, y, g, w)
			}
		}
	}
}

func TestQuick(t *testing.T) {
	files, _ := filepath.Glob(os.Getenv("QUICK"))
	for _, f := range files {
		data := frameOf(t, f)
		want, err := oracle(data)
		if err != nil {
			t.Fatal(err)
		}
		b := want.Rect
		for _, r := range []image.Rectangle{b, image.Rect(b.Max.X/4, b.Max.Y/4, b.Max.X*3/4+1, b.Max.Y*3/4+1), image.Rect(b.Max.X/3, b.Max.Y/3, b.Max.X/3+1, b.Max.Y/3+1)} {
			got, err := Decode(data, r)
			if err != nil {
				t.Fatal(f, err)
			}
			t.Log(f, r)
			same(t, got, want, r)
		}
	}
}

func BenchmarkQ(b *testing.B) {
	data := frameOf(b, "/tmp/fmt/a.webp")
	for name, r := range map[string]image.Rectangle{"whole": image.Rect(0, 0, 1024, 768), "middle": image.Rect(256, 192, 768, 576), "crop256": image.Rect(384, 256, 640, 512)} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if _, err := Decode(data, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("oracle", func(b *testing.B) {
		for range b.N {
			oracle(data)
		}
	})
}

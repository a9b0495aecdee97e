package tiffcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/tiff"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// fixtures returns pictures of several programs.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../transforms/crop/testdata/pictures/*.tif")
	if err != nil || len(names) < 15 {
		t.Fatalf("%d fixtures, %v", len(names), err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		if all[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func boxes(size image.Point) []image.Rectangle {
	w, h := size.X, size.Y
	return []image.Rectangle{
		image.Rect(0, 0, w, h), image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h),
		image.Rect(w/3, h/3, w/3+1, h/3+1), image.Rect(w/4, h/4, w/4*3+1, h/4*3+1),
	}
}

// compare returns how a part is not that of another picture, but for rounding.
func compare(got, want image.Image, slack int) error {
	b := got.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			g, w := color.NRGBAModel.Convert(got.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(want.At(x, y)).(color.NRGBA)
			for i, v := range [4]uint8{g.R, g.G, g.B, g.A} {
				if d := int(v) - int([4]uint8{w.R, w.G, w.B, w.A}[i]); d > slack || d < -slack {
					return fmt.Errorf("(%d, %d) is %v, not %v", x, y, g, w)
				}
			}
		}
	}
	return nil
}

// TestDecode compares with golang.org/x/image/tiff, where that decodes a picture,
// and rectangles with the whole.
func TestDecode(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			size, err := Size(data)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := Decode(data, image.Rectangle{Max: size})
			if err != nil {
				t.Fatal(err)
			}
			if other, err := tiff.Decode(bytes.NewReader(data)); err == nil {
				if err := compare(whole, other, 1); err != nil {
					t.Errorf("beside x/image: %v", err)
				}
			} else if name != "cmyk.tif" && name != "jpeg.tif" {
				t.Fatal(err)
			}
			for _, r := range boxes(size) {
				part, err := Decode(data, r)
				if err != nil {
					t.Fatal(err)
				}
				if err := compare(part, whole, 0); err != nil || part.Bounds() != r {
					t.Errorf("%v: %v", r, err)
				}
			}
		})
	}
}

// picture makes a little-endian file of one row of pixels, in one strip of arbitrary bytes.
func picture(width, bits, samples, photometric uint32, more map[uint32]uint32, strip string) []byte {
	entries := map[uint32]uint32{256: width, 257: 1, 258: bits, 259: 1, 262: photometric, 277: samples, 278: 1, 279: uint32(len(strip))}
	for tag, value := range more {
		entries[tag] = value
	}
	return tiffOf(entries, strip)
}

func TestKinds(t *testing.T) {
	gray := func(v uint8) color.Color { return color.NRGBA{v, v, v, 0xff} }
	tests := []struct {
		name string
		data []byte
		want color.Color // of the first pixel
	}{
		{"1 bit", picture(8, 1, 1, blackIsZero, nil, "\x80"), gray(255)},
		{"white is 0", picture(8, 1, 1, whiteIsZero, nil, "\x80"), gray(0)},
		{"2 bits", picture(4, 2, 1, blackIsZero, nil, "\x80"), gray(170)},
		{"4 bits", picture(2, 4, 1, blackIsZero, nil, "\x30"), gray(51)},
		{"12 bits", picture(2, 12, 1, blackIsZero, nil, "\x80\xf1\x23"), gray(128)},
		{"16 bits", picture(1, 16, 1, blackIsZero, nil, "\x01\x80"), gray(128)},
		{"reversed bits", picture(1, 16, 1, blackIsZero, map[uint32]uint32{266: 2}, "\x00\x80"), gray(1)},
		{"CMYK", picture(1, 8, 4, cmyk, nil, "\x00\xff\x80\x00"), color.NRGBA{255, 0, 127, 255}},
		{"RGBA without a word on alpha", picture(1, 8, 4, rgb, nil, "\x01\x02\x03\x80"), color.NRGBA{1, 2, 3, 128}},
		{"something else behind RGB", picture(1, 8, 4, rgb, map[uint32]uint32{338: 0}, "\x01\x02\x03\x80"), color.NRGBA{1, 2, 3, 255}},
		{"big", bigTIFF(), gray(7)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Decode(tt.data, image.Rect(0, 0, 1, 1))
			if err != nil || color.NRGBAModel.Convert(m.At(0, 0)) != tt.want {
				t.Errorf("got %v, %v; want %v", m, err, tt.want)
			}
		})
	}
}

func TestUnsupported(t *testing.T) {
	for name, data := range map[string][]byte{
		"32 bits":        picture(1, 32, 1, blackIsZero, nil, "1234"),
		"signed":         picture(1, 8, 1, blackIsZero, map[uint32]uint32{339: 2}, "1"),
		"L*a*b*":         picture(1, 8, 3, 8, nil, "123"),
		"YCbCr":          picture(1, 8, 3, yCbCr, nil, "123"),
		"Group 3 of 2-D": picture(8, 1, 1, whiteIsZero, map[uint32]uint32{259: 3, 292: 1}, "1"),
		"JPEG of RGBA":   picture(1, 8, 4, rgb, map[uint32]uint32{259: 7, 338: 2}, "1234"),
		"ZSTD":           picture(1, 8, 1, blackIsZero, map[uint32]uint32{259: 50000}, "1"),
		"float":          picture(1, 16, 1, blackIsZero, map[uint32]uint32{317: 3}, "12"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Decode(data, image.Rect(0, 0, 1, 1)); !errors.Is(err, ErrUnsupported) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// FuzzDecode holds that a rectangle of what is decoded is that of the whole, and
// that errors are of the documented kinds.
func FuzzDecode(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data)
	}
	f.Add(bigTIFF())
	f.Fuzz(func(t *testing.T, data []byte) {
		size, err := Size(data)
		if err != nil || size.X > 1<<18/size.Y {
			return
		}
		whole, err := Decode(data, image.Rectangle{Max: size})
		if err != nil {
			var format FormatError
			var jpeg jpegcrop.FormatError
			if !errors.Is(err, ErrUnsupported) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &format) &&
				!errors.As(err, &jpeg) && !errors.Is(err, jpegcrop.ErrUnsupported) {
				t.Fatalf("an error of an undocumented kind: %v", err)
			}
			return
		}
		part, err := Decode(data, image.Rect(size.X/3, size.Y/3, size.X, size.Y/3+1))
		if err != nil {
			t.Fatal(err)
		}
		if err := compare(part, whole, 0); err != nil {
			t.Fatal(err)
		}
	})
}

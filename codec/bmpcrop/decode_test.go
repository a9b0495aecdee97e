package bmpcrop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"testing"
)

// TestRectangle holds rectangles to the whole picture.
func TestRectangle(t *testing.T) {
	for _, v := range variants() {
		t.Run(fmt.Sprintf("%s, header %d, %d bits", v.name, v.header, v.bits), func(t *testing.T) {
			data := v.file()
			whole := decodeAll(t, data)
			for _, r := range []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(2, 1, 5, 3), image.Rect(1, 2, 6, 3)} {
				part, err := Decode(data, r)
				if err != nil {
					t.Fatal(err)
				}
				if err := compare(part, whole); err != nil {
					t.Errorf("%v: %v", r, err)
				}
			}
		})
	}
}

// compare returns how a part is not that of a whole picture.
func compare(part, whole image.Image) error {
	b := part.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if part.At(x, y) != whole.At(x, y) {
				return fmt.Errorf("(%d, %d) is %v, not %v", x, y, part.At(x, y), whole.At(x, y))
			}
		}
	}
	return nil
}

// TestTruncated cuts pictures after every byte. What is cut of the last row's
// padding, or of a palette that is not used, is no loss.
func TestTruncated(t *testing.T) {
	for _, v := range variants() {
		t.Run(fmt.Sprintf("%s, header %d, %d bits", v.name, v.header, v.bits), func(t *testing.T) {
			data := v.file()
			whole := decodeAll(t, data)
			for n := 18; n < len(data); n++ {
				part, err := Decode(data[:n:n], whole.Rect)
				switch {
				case err == nil && !bytes.Equal(part.(*image.RGBA).Pix, whole.Pix):
					t.Fatalf("%d of %d bytes pass for the picture", n, len(data))
				case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
					t.Fatalf("%d bytes: %v", n, err)
				}
			}
		})
	}
}

func TestAlpha(t *testing.T) {
	pixels := []byte{10, 20, 30, 0, 10, 20, 30, 0x80}
	masks := []uint32{0xff0000, 0xff00, 0xff, 0xff000000}
	tests := []struct {
		name    string
		variant variant
		want    color.Color
	}{
		{"by a field", variant{compression: bitFields, masks: masks, pixels: pixels}, color.NRGBA{30, 20, 10, 0}},
		{"0 everywhere", variant{compression: bitFields, masks: masks, pixels: bytes.Repeat(pixels[:4], 2)}, color.RGBA{30, 20, 10, 0xff}},
		{"field of no bits", variant{compression: bitFields, masks: []uint32{0xff0000, 0xff00, 0xff, 0}, pixels: pixels}, color.RGBA{30, 20, 10, 0xff}},
		{"no fields", variant{pixels: pixels}, color.RGBA{30, 20, 10, 0xff}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := tt.variant
			v.header, v.bits, v.size = 124, 32, image.Pt(2, 1)
			m, err := Decode(v.file(), image.Rect(0, 0, 1, 1))
			if err != nil || m.At(0, 0) != tt.want {
				t.Errorf("got %v, %v; want %v", m.At(0, 0), err, tt.want)
			}
		})
	}
}

func TestWideFields(t *testing.T) {
	v := variant{header: 56, bits: 32, compression: bitFields, masks: []uint32{0x3ff00000, 0xffc00, 0x3ff, 0}, size: image.Pt(1, 1)}
	v.pixels = binary.LittleEndian.AppendUint32(nil, 1023<<20|512<<10|3)
	if m := decodeAll(t, v.file()); m.RGBAAt(0, 0) != (color.RGBA{255, 128, 0, 255}) {
		t.Errorf("got %v", m.RGBAAt(0, 0))
	}
}

func TestErrors(t *testing.T) {
	size := image.Pt(2, 2)
	tests := []struct {
		name    string
		variant variant
		want    error
	}{
		{"JPEG within", variant{header: 40, bits: 24, compression: 4, size: size}, ErrUnsupported},
		{"Huffman", variant{header: 64, bits: 1, compression: 3, size: size, colors: 2}, ErrUnsupported},
		{"64 bits", variant{header: 40, bits: 64, size: size}, ErrUnsupported},
		{"no width", variant{header: 40, bits: 24, size: image.Pt(0, 2)}, FormatError("a side that is not positive")},
		{"gaps", variant{header: 56, bits: 16, compression: bitFields, masks: []uint32{0x5, 0x38, 0x40, 0}, size: size}, FormatError("a bit field with gaps")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Size(tt.variant.file()); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestIcon gives a bitmap as icons hold it: its mask hides the right pixel.
func TestIcon(t *testing.T) {
	v := variant{header: 40, bits: 24, size: image.Pt(2, 2), pixels: []byte{1, 2, 3, 4, 5, 6, 0, 0, 0x40, 0, 0, 0}}
	m, err := DecodeIcon(v.file()[fileHeader:], image.Rect(0, 0, 2, 1))
	if err != nil || m.At(0, 0) != (color.NRGBA{3, 2, 1, 0xff}) || m.At(1, 0) != (color.NRGBA{6, 5, 4, 0}) {
		t.Errorf("got %v, %v", m, err)
	}
}

// FuzzDecode holds that a rectangle of what is decoded is that of the whole, and
// that errors are of the documented kinds.
func FuzzDecode(f *testing.F) {
	for _, v := range variants() {
		f.Add(v.file())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		size, err := Size(data)
		if err != nil || size.X > 1<<20/size.Y {
			return
		}
		whole, err := Decode(data, image.Rectangle{Max: size})
		if err != nil {
			var format FormatError
			if !errors.Is(err, ErrUnsupported) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &format) {
				t.Fatalf("an error of an undocumented kind: %v", err)
			}
			return
		}
		part, err := Decode(data, image.Rect(size.X/3, size.Y/3, size.X, size.Y/3+1))
		if err != nil {
			t.Fatal(err)
		}
		if err := compare(part, whole); err != nil {
			t.Fatal(err)
		}
	})
}

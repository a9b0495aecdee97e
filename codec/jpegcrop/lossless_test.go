package jpegcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"testing"
)

// TestLossless holds every sample that the standard library decodes of the
// rectangle's file to what it decodes of the source.
func TestLossless(t *testing.T) {
	for name, data := range fixtures(t) {
		if rareFixture(name) || brokenFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := oracle(t, name, data)
			for _, r := range boxes(want.Bounds()) {
				out, aligned, err := Lossless([]byte("before"), data, r)
				if err != nil {
					t.Fatalf("%v: %v", r, err)
				}
				if !r.In(aligned) || !aligned.In(want.Bounds()) || aligned.Dx() > r.Dx()+30 || aligned.Dy() > r.Dy()+30 {
					t.Fatalf("%v is aligned to %v", r, aligned)
				}
				file, ok := bytes.CutPrefix(out, []byte("before"))
				if !ok {
					t.Fatal("what was there before is not any more")
				}
				if err := same(readBack(t, file), want, aligned); err != nil {
					t.Fatalf("%v: %v", r, err)
				}
			}
		})
	}
}

// same returns how got differs from the rectangle r of want.
func same(got, want image.Image, r image.Rectangle) error {
	if got.Bounds() != (image.Rectangle{Max: r.Size()}) {
		return fmt.Errorf("the bounds are %v, not of %v", got.Bounds(), r)
	}
	if g, ok := got.(*image.YCbCr); ok && g.SubsampleRatio != want.(*image.YCbCr).SubsampleRatio {
		return fmt.Errorf("the subsampling is %v", g.SubsampleRatio)
	}
	for y := range r.Dy() {
		for x := range r.Dx() {
			if g, w := samples(got, x, y), samples(want, r.Min.X+x, r.Min.Y+y); g != w {
				return fmt.Errorf("at %d,%d of %v: %v, want %v", x, y, r, g, w)
			}
		}
	}
	return nil
}

func samples(m image.Image, x, y int) [3]uint8 {
	if g, ok := m.(*image.Gray); ok {
		return [3]uint8{g.GrayAt(x, y).Y}
	}
	c := m.(*image.YCbCr).YCbCrAt(x, y)
	return [3]uint8{c.Y, c.Cb, c.Cr}
}

// TestLosslessTwice crops a crop: nothing is lost, and the whole of it is it.
func TestLosslessTwice(t *testing.T) {
	for name, data := range fixtures(t) {
		if rareFixture(name) || brokenFixture(name) {
			continue
		}
		bounds := oracle(t, name, data).Bounds()
		once, aligned, err := Lossless(nil, data, boxes(bounds)[len(boxes(bounds))-1])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		twice, whole, err := Lossless(nil, once, image.Rectangle{Max: aligned.Size()})
		if err != nil || whole.Size() != aligned.Size() || !bytes.Equal(once, twice) {
			t.Errorf("%s: %v of %v becomes %v of %v, %v", name, len(once), aligned, len(twice), whole, err)
		}
	}
}

func TestLosslessRefuses(t *testing.T) {
	if _, _, err := Lossless(nil, fixture(t, "adobe_cmyk.jpg"), onePixel); !errors.Is(err, ErrUnsupported) {
		t.Errorf("CMYK: %v", err)
	}
	data := fixture(t, "baseline_420.jpg")
	if _, _, err := Lossless(nil, data[:len(data)-3], onePixel); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated: %v", err)
	}
	if _, _, err := Lossless(nil, data, image.Rect(90, 60, 92, 67)); err == nil {
		t.Error("a rectangle beyond the picture passes")
	}
}

// holdLossless holds a lossless crop of arbitrary bytes to the standard
// library.
func holdLossless(t *testing.T, data []byte, r, whole image.Rectangle) {
	t.Helper()
	out, aligned, err := Lossless(nil, data, r)
	checkError(t, err)
	if err != nil {
		return
	}
	got, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatalf("the crop does not decode: %v", err)
	}
	want, stdErr := jpeg.Decode(bytes.NewReader(data))
	if stdErr == nil && !carries(data, whole) {
		if err := same(got, want, aligned); err != nil {
			t.Error(err)
		}
	}
}

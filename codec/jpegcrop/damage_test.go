package jpegcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"testing"
)

// TestTruncated cuts pictures after every byte. Only those that lack nothing but a part
// of the end marker pass, and show what the whole file shows.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"baseline_420.jpg", "restart_422.jpg", "separate_420.jpg", "gray.jpg", "progressive_q10.jpg", "q10.jpg"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			whole := oracle(t, name, data)
			for _, r := range boxes(whole.Bounds())[:2] {
				for n := range data {
					m, err := Decode(data[:n:n], r, DecodeOptions{})
					switch {
					case n < len(data)-2:
						if !errors.Is(err, io.ErrUnexpectedEOF) {
							t.Fatalf("%v of %d bytes: %T, %v", r, n, m, err)
						}
					case err != nil:
						t.Fatalf("%v of %d bytes: %v", r, n, err)
					default:
						if err := compare(m, whole, r); err != nil {
							t.Fatalf("%v of %d bytes: %v", r, n, err)
						}
					}
				}
			}
		})
	}
}

// TestNoEnd decodes pictures whose end marker is missing but that go on otherwise, and
// progressive ones that also lack their last scan, which is no whole picture.
func TestNoEnd(t *testing.T) {
	for _, name := range []string{"baseline_420.jpg", "restart_rows.jpg", "progressive_420.jpg"} {
		data := fixture(t, name)
		whole := oracle(t, name, data)
		for what, tail := range map[string][]byte{"zeros": make([]byte, 4096), "text": []byte("<html>"), "marker": {0xff}} {
			changed := slices.Concat(data[:len(data)-2], tail)
			for _, r := range boxes(whole.Bounds()) {
				m, err := Decode(changed, r, DecodeOptions{})
				if err != nil {
					t.Fatalf("%s, %s, %v: %v", name, what, r, err)
				}
				if err := compare(m, whole, r); err != nil {
					t.Errorf("%s, %s, %v: %v", name, what, r, err)
				}
			}
		}
	}
	data := fixture(t, "progressive_420.jpg")
	last := bytes.LastIndex(data, []byte{0xff, sos})
	if _, err := Decode(data[:last], onePixel, DecodeOptions{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without the last scan: %v", err)
	}
}

// TestDamageAbove damages a scan above a rectangle. What the decoder finds in it
// afterwards is another picture's, or none.
func TestDamageAbove(t *testing.T) {
	for name, data := range map[string][]byte{"photo": photoJPEG(t, 640, 480, 85), "large photo": photoJPEG(t, 1000, 700, 75)} {
		c, err := DecodeConfig(data)
		if err != nil {
			t.Fatal(err)
		}
		scan := bytes.Index(data, []byte{0xff, sos})
		at := scan + (len(data)-scan)/5
		n := min(600, len(data)/10)
		above := image.Rect(0, 0, c.Width, c.Height/16)
		within := image.Rect(c.Width/3, c.Height/3, c.Width*2/3, c.Height*2/3)
		for what, changed := range map[string][]byte{
			"zeroed": slices.Concat(data[:at], make([]byte, n), data[at+n:]),
			"lost":   slices.Concat(data[:at], data[at+n:]),
			"marker": slices.Concat(data[:at], []byte("\xff\xe3\xff\xf0"), data[at:]),
		} {
			t.Run(fmt.Sprint(name, " ", what), func(t *testing.T) {
				var format FormatError
				if _, err := Decode(changed, within, DecodeOptions{}); !errors.As(err, &format) {
					t.Errorf("below the damage: %v", err)
				}
				want, err := Decode(data, above, DecodeOptions{})
				if err != nil {
					t.Fatal(err)
				}
				got, err := Decode(changed, above, DecodeOptions{})
				if err == nil {
					err = compare(got, want, above)
				}
				if err != nil && (what != "marker" || !errors.As(err, &format)) {
					t.Errorf("above the damage: %v", err)
				}
			})
		}
	}
}

// TestBeyondRange holds that a brightness a little beyond its range is no damage where
// the data is right to its end, and far beyond it is.
func TestBeyondRange(t *testing.T) {
	for quant, passes := range map[byte]bool{8: true, 9: true, 12: true, 25: false} { // white is 127 steps of 8
		m := image.NewGray(image.Rect(0, 0, 40, 40))
		for i := range m.Pix {
			m.Pix[i] = 255
		}
		data := mustEncode(t, m, EncodeOptions{Quality: 75}) // whose step for that is 8
		at := bytes.Index(data, []byte{0xff, dqt}) + 5
		if data[at] != 8 {
			t.Fatalf("the step is %d", data[at])
		}
		data[at] = quant
		got, err := Decode(data, onePixel, DecodeOptions{})
		var format FormatError
		if passes && (err != nil || got.(*image.Gray).Pix[0] != 255) || !passes && !errors.As(err, &format) {
			t.Errorf("a step of %d: %v", quant, err)
		}
	}
}

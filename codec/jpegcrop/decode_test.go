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

// TestFixtures holds every sample of many rectangles within 1 of the standard
// library's decode of the whole picture.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		if unsupportedFixture(name) || brokenFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := oracle(t, name, data)
			for _, r := range boxes(want.Bounds()) {
				got, err := Decode(data, r)
				if err != nil {
					t.Fatalf("%v: %v", r, err)
				}
				if err := compare(got, want, r); err != nil {
					t.Fatalf("%v: %v", r, err)
				}
			}
		})
	}
}

func TestUnsupported(t *testing.T) {
	for name, data := range fixtures(t) {
		if !unsupportedFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if _, err := DecodeConfig(data); !errors.Is(err, ErrUnsupported) {
				t.Errorf("DecodeConfig: %v", err)
			}
			if _, err := Decode(data, onePixel); !errors.Is(err, ErrUnsupported) {
				t.Errorf("Decode: %v", err)
			}
		})
	}
}

var onePixel = image.Rect(0, 0, 1, 1)

// TestRecognises makes kinds of pictures that few programs write of one that is
// decoded, by changing what its header says.
func TestRecognises(t *testing.T) {
	data := fixture(t, "baseline_444.jpg")
	frame := bytes.Index(data, []byte{0xff, sof0})
	scan := bytes.Index(data, []byte{0xff, sos})
	for name, change := range map[string]func(d []byte) []byte{
		"lossless":              func(d []byte) []byte { d[frame+1] = 0xc3; return d },
		"differential":          func(d []byte) []byte { d[frame+1] = 0xc5; return d },
		"arithmetic":            func(d []byte) []byte { d[frame+1] = 0xc9; return d },
		"arithmetic, lossless":  func(d []byte) []byte { d[frame+1] = 0xcb; return d },
		"JPEG-LS":               func(d []byte) []byte { d[frame+1] = 0xf7; return d },
		"hierarchical":          func(d []byte) []byte { return slices.Insert(d, 2, 0xff, 0xde, 0, 2) },
		"arithmetic conditions": func(d []byte) []byte { return slices.Insert(d, 2, 0xff, 0xcc, 0, 2) },
		"12 bits":               func(d []byte) []byte { d[frame+4] = 12; return d },
		"height told later":     func(d []byte) []byte { d[frame+5], d[frame+6] = 0, 0; return d },
		"Adobe RGB": func(d []byte) []byte {
			d = slices.Insert(d, 2, []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")...)
			return slices.Delete(d, 18, 36) // JFIF would overrule it
		},
		"ids RGB": func(d []byte) []byte {
			for i, id := range []byte("RGB") {
				d[frame+10+3*i], d[scan+5+2*i] = id, id
			}
			return slices.Delete(d, 2, 20)
		},
		"two components": func(d []byte) []byte {
			d[frame+3], d[frame+9] = 14, 2
			return slices.Delete(d, frame+16, frame+19)
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := change(slices.Clone(data))
			if _, err := DecodeConfig(changed); !errors.Is(err, ErrUnsupported) {
				t.Errorf("DecodeConfig: %v", err)
			}
			if _, err := Decode(changed, onePixel); !errors.Is(err, ErrUnsupported) {
				t.Errorf("Decode: %v", err)
			}
		})
	}
}

// TestOtherLayouts decodes what other programs write around a picture.
func TestOtherLayouts(t *testing.T) {
	data := fixture(t, "baseline_420.jpg")
	want := oracle(t, "", data)
	quant, frame := bytes.Index(data, []byte{0xff, dqt}), bytes.Index(data, []byte{0xff, sof0})
	tables := bytes.Index(data, []byte{0xff, dht})
	thumbnail := fixture(t, "1x1.jpg")
	exif := append([]byte{0xff, 0xe1, byte((len(thumbnail) + 2) >> 8), byte(len(thumbnail) + 2)}, thumbnail...)
	for name, changed := range map[string][]byte{
		"trailing garbage":   append(slices.Clone(data), "garbage \xff\xda and more"...),
		"a second picture":   append(slices.Clone(data), thumbnail...),
		"a thumbnail":        slices.Insert(slices.Clone(data), 2, exif...),
		"tables after frame": slices.Concat(data[:quant], data[frame:tables], data[quant:frame], data[tables:]),
		"no JFIF":            slices.Delete(slices.Clone(data), 2, 20),
		"fill bytes":         slices.Insert(slices.Insert(slices.Clone(data), frame, 0xff, 0xff), 2, 0xff),
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range boxes(want.Bounds()) {
				got, err := Decode(changed, r)
				if err != nil {
					t.Fatal(err)
				}
				if err := compare(got, want, r); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestTruncated cuts pictures after every byte: none of the parts passes.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"baseline_420.jpg", "restart_422.jpg", "gray.jpg", "progressive_q10.jpg", "q10.jpg"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			whole := oracle(t, name, data).Bounds()
			for _, r := range boxes(whole)[:2] {
				for n := range data {
					m, err := Decode(data[:n:n], r)
					if !errors.Is(err, io.ErrUnexpectedEOF) {
						t.Fatalf("%v of %d bytes: %T, %v", r, n, m, err)
					}
				}
			}
		})
	}
}

func TestRectangleOutside(t *testing.T) {
	data := fixture(t, "1x1.jpg")
	for _, r := range boxes(oracle(t, "1x1.jpg", data).Bounds().Inset(-2)) {
		if r.Min.X == 0 && r.Max.X == 1 && r.Min.Y == 0 && r.Max.Y == 1 {
			continue
		}
		if _, err := Decode(data, r); err == nil {
			t.Error(fmt.Sprint(r, " passes"))
		}
	}
}

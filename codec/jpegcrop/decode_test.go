package jpegcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestFixtures holds every sample of many rectangles within 1 of the standard
// library's decode of the whole picture.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		if rareFixture(name) || brokenFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := oracle(t, name, data)
			for _, r := range boxes(want.Bounds()) {
				got, err := Decode(data, r, DecodeOptions{})
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

var onePixel = image.Rect(0, 0, 1, 1)

// TestRefuses makes kinds of pictures that few programs write of one that is decoded, by
// changing what its header says. Each is refused by its name.
func TestRefuses(t *testing.T) {
	data := fixture(t, "baseline_444.jpg")
	frame := bytes.Index(data, []byte{0xff, sof0})
	for name, change := range map[string]func(d []byte) []byte{
		"Huffman coding, lossless":                  func(d []byte) []byte { d[frame+1] = 0xc3; return d },
		"Huffman coding, hierarchical":              func(d []byte) []byte { d[frame+1] = 0xc5; return d },
		"arithmetic coding":                         func(d []byte) []byte { d[frame+1] = 0xc9; return d },
		"arithmetic coding, lossless":               func(d []byte) []byte { d[frame+1] = 0xcb; return d },
		"arithmetic coding, hierarchical, lossless": func(d []byte) []byte { d[frame+1] = 0xcf; return d },
		"JPEG-LS":                func(d []byte) []byte { d[frame+1] = 0xf7; return d },
		"a hierarchical picture": func(d []byte) []byte { return slices.Insert(d, 2, 0xff, 0xde, 0, 2) },
		"12 bits a sample":       func(d []byte) []byte { d[frame+4] = 12; return d },
		"2 components": func(d []byte) []byte {
			d[frame+3], d[frame+9] = 14, 2
			return slices.Delete(d, frame+16, frame+19)
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := change(slices.Clone(data))
			_, configErr := DecodeConfig(changed)
			_, err := Decode(changed, onePixel, DecodeOptions{})
			for _, err := range []error{configErr, err} {
				if !errors.Is(err, ErrUnsupported) || !strings.HasSuffix(err.Error(), ": "+name) {
					t.Error(err)
				}
			}
		})
	}
	arithmetic := fixture(t, "unsupported_arithmetic.jpg")
	if _, err := Decode(arithmetic, onePixel, DecodeOptions{}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("what cjpeg -arithmetic writes: %v", err)
	}
}

// TestColors holds the rules that tell the colours of a picture of three components.
func TestColors(t *testing.T) {
	adobe := func(transform byte) string {
		return "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + string(transform)
	}
	const jfif = "\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
	for name, tt := range map[string]struct {
		head string
		ids  string
		rgb  bool
	}{
		"plain": {"", "\x01\x02\x03", false}, "RGB ids": {"", "RGB", true}, "small ids": {"", "rgb", false},
		"JFIF overrules ids": {jfif, "RGB", false}, "JFIF overrules Adobe": {adobe(0) + jfif, "RGB", false},
		"Adobe RGB": {adobe(0), "\x01\x02\x03", true}, "Adobe YCC overrules ids": {adobe(1), "RGB", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := slices.Delete(fixture(t, "baseline_444.jpg"), 2, 20) // its JFIF
			frame, scan := bytes.Index(d, []byte{0xff, sof0}), bytes.Index(d, []byte{0xff, sos})
			for i := range 3 {
				d[frame+10+3*i], d[scan+5+2*i] = tt.ids[i], tt.ids[i]
			}
			m, err := Decode(slices.Insert(d, 2, []byte(tt.head)...), onePixel, DecodeOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, rgb := m.(*image.RGBA); rgb != tt.rgb {
				t.Errorf("%T", m)
			}
		})
	}
}

// TestHeightToldLater moves a picture's height into a DNL segment behind its first
// scan, or tells it there once more.
func TestHeightToldLater(t *testing.T) {
	for _, name := range []string{"baseline_420.jpg", "separate_420.jpg", "progressive_420.jpg", "restart_422.jpg"} {
		data := fixture(t, name)
		frame := bytes.IndexAny(data, "\xff") // of the start
		for _, code := range []byte{sof0, sof2} {
			if at := bytes.Index(data, []byte{0xff, code, 0, 17, 8}); at > 0 {
				frame = at
			}
		}
		in := input{data: data, pos: bytes.Index(data, []byte{0xff, sos}) + 2}
		if _, err := in.marker(); err != nil { // the one behind the scan
			t.Fatal(err)
		}
		twice := slices.Insert(slices.Clone(data), in.pos-2, 0xff, dnl, 0, 4, data[frame+5], data[frame+6])
		later := slices.Clone(twice)
		later[frame+5], later[frame+6] = 0, 0
		want := oracle(t, name, data)
		for _, changed := range [][]byte{twice, later} {
			got, err := Decode(changed, want.Bounds(), DecodeOptions{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := compare(got, want, want.Bounds()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if c, err := DecodeConfig(changed); err != nil || c.Height != want.Bounds().Dy() {
				t.Errorf("%s: DecodeConfig: %v, %v", name, c, err)
			}
		}
		if _, err := DecodeConfig(later[:in.pos-2]); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s, cut before the height: %v", name, err)
		}
		later = slices.Delete(later, in.pos-2, in.pos+4)
		var format FormatError
		if _, err := DecodeConfig(later); !errors.As(err, &format) {
			t.Errorf("%s without a height: %v", name, err)
		}
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
				got, err := Decode(changed, r, DecodeOptions{})
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

func TestRectangleOutside(t *testing.T) {
	data := fixture(t, "1x1.jpg")
	for _, r := range boxes(oracle(t, "1x1.jpg", data).Bounds().Inset(-2)) {
		if r.Min.X == 0 && r.Max.X == 1 && r.Min.Y == 0 && r.Max.Y == 1 {
			continue
		}
		if _, err := Decode(data, r, DecodeOptions{}); err == nil {
			t.Error(fmt.Sprint(r, " passes"))
		}
	}
}

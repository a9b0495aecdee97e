package pngcrop

import (
	"errors"
	"image"
	"testing"
)

// TestHeader changes bytes of a header that image/png refuses then, as it says
// itself where this package leaves that to it.
func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		name        string
		at          int
		to          string
		unsupported bool
	}{
		{"no width", 0, "\x00\x00\x00\x00", false},
		{"a negative height", 4, "\x80\x00\x00\x00", false},
		{"wide rows", 0, "\x7f\xff\xff\xff", true},
		{"3 bits", 8, "\x03", true},
		{"RGB of 4 bits", 8, "\x04\x02", true},
		{"paletted of 16 bits", 8, "\x10\x03", true},
		{"colour type 5", 9, "\x05", true},
		{"a compression", 10, "\x01", true},
		{"a filter method", 11, "\x01", true},
		{"interlaced otherwise", 12, "\x02", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := ihdr(header{width: 3, height: 2, kind: gray, depth: 8})
			copy(body[tt.at:], tt.to)
			data := appendChunk([]byte(signature), "IHDR", body)
			data = appendChunk(appendChunk(data, "IDAT", deflated(t, make([]byte, 8))), "IEND", nil)
			_, err := Decode(data, image.Rect(0, 0, 1, 1))
			var format FormatError
			if errors.Is(err, ErrUnsupported) != tt.unsupported || !tt.unsupported && !errors.As(err, &format) {
				t.Errorf("the error is %v", err)
			}
			if tt.name != "wide rows" { // for which image/png would take 4 GB
				hold(t, data, image.Rect(0, 0, 3, 2), image.Rect(0, 0, 1, 1))
			}
		})
	}
}

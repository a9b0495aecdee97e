package crop

import (
	"bytes"
	"image"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// TestWebPParts holds which WebP pictures are decoded by the part, and that
// their crops are what x/image makes of them.
func TestWebPParts(t *testing.T) {
	for name, byPart := range map[string]bool{
		"lossy.webp": true, "exif6_lossy.webp": true, "lossless.webp": true, "lossless_alpha.webp": true,
		"animated.webp": true, "island.webp": true,
		"lossy_alpha.webp": false, "animated_lossy.webp": false, // which has alpha, too
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Open(fixture(t, name), 1, defaults())
			if err != nil {
				t.Fatal(err)
			}
			r := image.Rect(5, 7, 34, 23)
			got, err := p.decodePart(r, 1)
			if err != nil || (got != nil) != byPart {
				t.Fatalf("got %v, %v", got != nil, err)
			}
			if !byPart {
				return
			}
			want, err := decodeWebP(p.data, p.size)
			if err != nil {
				t.Fatal(err)
			}
			for _, full := range []bool{false, true} {
				wantClose(t, cut(got, r, full), cut(want, r, full), 0, 0)
			}
		})
	}
}

// TestLossyWebPIsland holds that a lossy frame which covers a part of its canvas
// lies where it says.
func TestLossyWebPIsland(t *testing.T) {
	frame := lossyFrame(fixture(t, "lossy.webp"), image.Pt(61, 43))
	data := animation(image.Pt(100, 80), image.Pt(20, 10), image.Pt(61, 43), frame)
	p, err := Open(data, 1, defaults())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := decodeWebP(p.data, p.size)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []image.Rectangle{image.Rect(0, 0, 100, 80), image.Rect(15, 5, 33, 31), image.Rect(25, 13, 26, 14), image.Rect(70, 45, 99, 79), image.Rect(0, 0, 20, 10)} {
		m, err := p.decode(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, full := range []bool{false, true} {
			wantClose(t, cut(m, r, full), cut(whole, r, full), 0, 0)
		}
	}
}

// animation returns a file of one lossy frame, at a place on its canvas.
func animation(canvas, at, size image.Point, frame []byte) []byte {
	uint24 := func(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16)}) }
	chunk := func(name, body string) string {
		n := len(body)
		return name + uint24(n) + "\x00" + body + "\x00"[:n%2]
	}
	place := uint24(at.X/2) + uint24(at.Y/2) + uint24(size.X-1) + uint24(size.Y-1)
	body := "WEBP" + chunk("VP8X", "\x02\x00\x00\x00"+uint24(canvas.X-1)+uint24(canvas.Y-1)) +
		chunk("ANMF", place+"\x00\x00\x00\x00"+chunk("VP8 ", string(frame)))
	return []byte(chunk("RIFF", body))
}

// TestLossyWebPDamage holds that what a crop does not need may be damaged, alone
// and with others, and that the reasons are those of the whole.
func TestLossyWebPDamage(t *testing.T) {
	data := fixture(t, "lossy.webp")
	at := bytes.Index(data, []byte("VP8 ")) + 8
	short := bytes.Clone(data[:len(data)-len(data)/4])
	short = short[:len(short)&^1]
	copy(short[4:], []byte{byte(len(short) - 8), byte((len(short) - 8) >> 8), 0, 0})
	copy(short[at-4:], []byte{byte(len(short) - at), byte((len(short) - at) >> 8), 0, 0})
	for _, crops := range []int{1, 100} {
		p, err := Open(short, crops, defaults())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Crop(edges(0, 0, 10, 8)); err != nil {
			t.Errorf("of %d crops, the first rows: %v", crops, err)
		}
		_, err = p.Crop(edges(0, 0, 61, 43))
		wantReason(t, err, reason.Truncated)
	}
	broken := bytes.Clone(data)
	broken[at+3] = 0
	if _, err := Crop(broken, nil, defaults()); err == nil {
		t.Error("no error without a start code")
	}
}

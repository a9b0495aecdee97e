package crop

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// TestFirstWebPFrame holds that boxes refer to an animation's canvas, that its
// first frame lies where it says, and that what it leaves out is white.
func TestFirstWebPFrame(t *testing.T) {
	data := fixture(t, "island.webp")
	_, place, err := plainWebP(data, image.Pt(61, 43))
	if want := image.Rect(10, 8, 40, 31); err != nil || place != want {
		t.Fatalf("the fixture's first frame is at %v (%v), want %v", place, err, want)
	}
	r := mustCrop(t, data, edges(5, 4, 45, 40), defaults())
	if r.SourceFormat != "webp" || r.SourceWidth != 61 || r.SourceHeight != 43 {
		t.Errorf("the source is %s of %dx%d", r.SourceFormat, r.SourceWidth, r.SourceHeight)
	}
	m, white := pixelsOf(t, r), any(color.RGBA{255, 255, 255, 255})
	inside := image.Rect(5, 4, 35, 27)
	for y := range 36 {
		for x := range 40 {
			if p := image.Pt(x, y); p.In(inside) == (m.At(x, y) == white) && y < 25 { // further down all is nearly opaque
				t.Fatalf("at %v: %v", p, m.At(x, y))
			}
		}
	}
	if m := pixelsOf(t, mustCrop(t, data, edges(50, 35, 60, 43), defaults())); m.At(3, 3) != white {
		t.Errorf("beside the frame: %v", m.At(3, 3))
	}
}

// TestWebPFrameLies feeds animations whose frame contradicts its canvas or its
// own bitstream.
func TestWebPFrameLies(t *testing.T) {
	edited := func(name string, edit func(frame []byte)) []byte {
		data := fixture(t, name)
		edit(data[bytes.Index(data, []byte("ANMF"))+8:])
		return data
	}
	frameless := bytes.ReplaceAll(fixture(t, "animated.webp"), []byte("ANMF"), []byte("NONE"))
	short := []byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x09\x00\x00\x09\x00\x00ANMF\x00\x00\x00\x00")
	for name, tt := range map[string]struct {
		data []byte
		want reason.Reason
	}{
		"moved out":             {edited("island.webp", func(f []byte) { f[0] = 0xff }), reason.Decode},
		"larger than canvas":    {edited("animated.webp", func(f []byte) { copy(f[6:], "\xff\xff\xff\xff\xff\xff") }), reason.Decode},
		"smaller than itself":   {edited("animated.webp", func(f []byte) { f[6] = 5 }), reason.Decode},
		"smaller, lossy":        {edited("animated_lossy.webp", func(f []byte) { f[6] = 5 }), reason.Decode},
		"huge lossless picture": {edited("animated.webp", func(f []byte) { copy(f[16+8+1:], "\xff\xff\xff\x0f") }), reason.Decode},
		"no picture":            {edited("animated.webp", func(f []byte) { copy(f[16:], "NONE") }), reason.Decode},
		"no frame":              {frameless, reason.Truncated},
		"frame of no header":    {short, reason.Decode},
	} {
		t.Run(name, func(t *testing.T) {
			used := allocated(func() {
				_, err := Crop(tt.data, nil, defaults())
				wantReason(t, err, tt.want)
			})
			if used > 1<<20 {
				t.Errorf("refusing it takes %d KB", used>>10)
			}
		})
	}
}

// TestLaterWebPFrames holds that they cost nothing: even broken ones.
func TestLaterWebPFrames(t *testing.T) {
	data := fixture(t, "animated.webp")
	want := mustCrop(t, data, nil, defaults())
	second := bytes.LastIndex(data, []byte("ANMF"))
	for i := second + 8; i < len(data); i++ {
		data[i] = 0xff
	}
	if got := mustCrop(t, data, nil, defaults()); !bytes.Equal(got.Image, want.Image) {
		t.Error("the first frame differs")
	}
}

// TestWebPAlphaFlag holds that alpha is what the chunks say, whatever the
// header says.
func TestWebPAlphaFlag(t *testing.T) {
	const flags = 20
	for _, name := range []string{"lossy_alpha.webp", "exif6_lossy.webp", "exif6.webp"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			want := mustCrop(t, data, nil, defaults())
			if string(data[12:16]) != "VP8X" {
				t.Fatal("the fixture has no extended header")
			}
			data[flags] ^= webpAlpha
			if got := mustCrop(t, data, nil, defaults()); !bytes.Equal(got.Image, want.Image) {
				t.Error("the crop differs")
			}
		})
	}
}

func TestWebPChunks(t *testing.T) {
	chunk := func(name, body string) string {
		return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body + strings.Repeat("\x00", len(body)%2)
	}
	all := chunk("AAAA", "odd") + chunk("BBBB", "even") + chunk("BBBB", "again") + chunk("CCCC", "")
	for _, tt := range []struct {
		name, data, want, body string
		whole                  bool
	}{
		{"first", all, "AAAA", "odd", true},
		{"after an odd one", all, "BBBB", "even", true},
		{"empty, at the end", all, "CCCC", "", true},
		{"missing", all, "DDDD", "", false},
		{"cut short", all[:8+4+8+2], "BBBB", "ev", false},
		{"cut in a header", all[:7], "AAAA", "", false},
		{"without padding", all[:8+3], "AAAA", "odd", true},
		{"length beyond the end", "AAAA\xff\xff\xff\xffbody", "AAAA", "body", false},
		{"behind one that is too long", "AAAA\xff\xff\xff\xff" + chunk("BBBB", "x"), "BBBB", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body, whole := webpChunks(tt.data).find(tt.want)
			if string(body) != tt.body || whole != tt.whole {
				t.Errorf("got %q, %v; want %q, %v", body, whole, tt.body, tt.whole)
			}
		})
	}
}

package crop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// TestAgainstPillow compares whole pictures with what Pillow decodes. JPEG is the
// same, all others agree to the rounding of alpha.
func TestAgainstPillow(t *testing.T) {
	for _, name := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			got := pixelsOf(t, mustCrop(t, fixture(t, name), nil, defaults()))
			want := decodePNG(t, readFile(t, "pillow", name+".png"))
			switch {
			case filepath.Ext(name) == ".jpg":
				wantClose(t, got, want, 0, 0)
			case filepath.Ext(name) == ".avif": // chroma is told from pixels, which were cut off at full brightness
				wantClose(t, got, want, 10, 0.6)
			default:
				wantClose(t, got, want, 1, 0.5)
			}
		})
	}
}

func TestSourceIsReported(t *testing.T) {
	for name, want := range map[string]string{
		"progressive.jpg": "jpeg", "rgb16.png": "png", "animated.gif": "gif", "lossless.webp": "webp", "palette.bmp": "bmp", "lzw.tif": "tiff",
	} {
		r := mustCrop(t, fixture(t, name), edges(1, 2, 11, 22), defaults())
		got := fmt.Sprintf("%s %dx%d to %s %dx%d", r.SourceFormat, r.SourceWidth, r.SourceHeight, r.Format, r.Width, r.Height)
		if want += " 61x43 to png 10x20"; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestUnsupportedVariants(t *testing.T) {
	patched := func(name, old, new string) []byte {
		data := fixture(t, name)
		if !bytes.Contains(data, []byte(old)) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		return bytes.Replace(data, []byte(old), []byte(new), 1)
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"arithmetic JPEG", patched("baseline.jpg", "\xff\xc0\x00\x11", "\xff\xc9\x00\x11"), "arithmetic coding"},
		{"lossless JPEG", patched("baseline.jpg", "\xff\xc0\x00\x11", "\xff\xc3\x00\x11"), "lossless"},
		{"12-bit JPEG", patched("baseline.jpg", "\xff\xc0\x00\x11\x08", "\xff\xc0\x00\x11\x0c"), "12 bits a sample"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Crop(tt.data, nil, defaults())
			wantReason(t, err, reason.Unsupported)
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestCorruptPictures(t *testing.T) {
	flip := func(name string, at int) []byte {
		data := fixture(t, name)
		data[at] ^= 0xff
		return data
	}
	early := fixture(t, "baseline.jpg")
	early = append(early[:len(early)-600], 0xff, 0xd9)
	frameless := fixture(t, "still.gif")
	frame := bytes.LastIndex(frameless, []byte("\x2c\x00\x00\x00\x00\x3d\x00\x2b\x00"))
	copy(frameless[frame+5:], "\x00\x00\x00\x00")
	tests := []struct {
		name string
		data []byte
	}{
		{"GIF with an empty frame", frameless},
		{"PNG checksum", flip("rgb.png", 30)},
		{"PNG data", flip("rgb.png", 200)},
		{"JPEG that says it ends", early},
		{"WebP size", flip("lossless.webp", 22)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Crop(tt.data, nil, defaults())
			if got := reasonOf(t, err); got != reason.Decode && got != reason.Truncated {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestZeroSize(t *testing.T) {
	jpg := fixture(t, "baseline.jpg")
	i := bytes.Index(jpg, []byte("\xff\xc0\x00\x11\x08"))
	copy(jpg[i+5:], "\x00\x00") // height
	bitmap := fixture(t, "rgb.bmp")
	copy(bitmap[18:], "\x00\x00\x00\x00\x00\x00\x00\x00")
	picture := pngHeader(0, 0)
	for name, data := range map[string][]byte{"jpeg": jpg, "bmp": bitmap, "png": picture} {
		t.Run(name, func(t *testing.T) {
			_, err := Crop(data, nil, defaults())
			wantReason(t, err, reason.Decode)
		})
	}
}

// TestFrameWithinScreen holds that boxes refer to a GIF's screen, which its
// first frame need not fill, and that what the frame leaves out is white.
func TestFrameWithinScreen(t *testing.T) {
	red := color.RGBA{200, 10, 20, 255}
	frame := image.NewPaletted(image.Rect(10, 20, 30, 40), color.Palette{red, color.Transparent})
	frame.SetColorIndex(29, 39, 1)
	second := image.NewPaletted(image.Rect(0, 0, 50, 60), color.Palette{color.Black, color.White})
	var buf bytes.Buffer
	err := gif.EncodeAll(&buf, &gif.GIF{
		Image: []*image.Paletted{frame, second}, Delay: []int{1, 1}, Config: image.Config{Width: 50, Height: 60},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := mustCrop(t, buf.Bytes(), edges(5, 15, 35, 45), defaults())
	if r.SourceWidth != 50 || r.SourceHeight != 60 {
		t.Errorf("source is %dx%d", r.SourceWidth, r.SourceHeight)
	}
	m := pixelsOf(t, r)
	white := color.RGBA{255, 255, 255, 255}
	for p, want := range map[image.Point]color.RGBA{
		{0, 0}: white, {4, 5}: white, {5, 5}: red, {23, 24}: red, {24, 24}: white, {25, 25}: white, {29, 29}: white,
	} {
		if got := color.RGBAModel.Convert(m.At(p.X, p.Y)); got != want {
			t.Errorf("at %v: %v, want %v", p, got, want)
		}
	}
	if m := pixelsOf(t, mustCrop(t, buf.Bytes(), edges(0, 0, 10, 10), defaults())); m.At(3, 3) != any(white) {
		t.Errorf("beside the frame: %v", m.At(3, 3))
	}
}

// TestOnlyFirstFrame holds that later frames cost nothing: even broken ones.
func TestOnlyFirstFrame(t *testing.T) {
	data := fixture(t, "animated.gif")
	if all, err := gif.DecodeAll(bytes.NewReader(data)); err != nil || len(all.Image) != 2 {
		t.Fatalf("the fixture has no two frames: %v", err)
	}
	cut := data[:len(data)-500]
	if _, err := gif.DecodeAll(bytes.NewReader(cut)); err == nil {
		t.Fatal("the second frame is not broken")
	}
	want := mustCrop(t, data, nil, defaults())
	got := mustCrop(t, cut, nil, defaults())
	if !bytes.Equal(got.Image, want.Image) {
		t.Error("the first frame differs")
	}
}

// TestWebPRange holds black and white to themselves: WebP stores them as 16
// and 235.
func TestWebPRange(t *testing.T) {
	m := pixelsOf(t, mustCrop(t, fixture(t, "lossy.webp"), nil, defaults()))
	for p, want := range map[image.Point]uint8{{41, 30}: 0, {47, 28}: 255} {
		c := color.RGBAModel.Convert(m.At(p.X, p.Y)).(color.RGBA)
		for _, v := range []uint8{c.R, c.G, c.B} {
			if max(int(v)-int(want), int(want)-int(v)) > 8 {
				t.Errorf("at %v: %v, want about %d", p, c, want)
			}
		}
	}
}

func TestExpansion(t *testing.T) {
	luma, chroma := expansion(219, 16, 0), expansion(224, 128, 128)
	for _, tt := range []struct{ v, want int }{{0, -1}, {12, -1}, {13, 0}, {16, 0}, {17, 1}, {125, 127}, {126, 128}, {235, 255}, {237, 255}, {255, -1}} {
		if got := int(luma[tt.v]); got != tt.want {
			t.Errorf("luma %d: %d, want %d", tt.v, got, tt.want)
		}
	}
	for _, tt := range []struct{ v, want int }{{0, -1}, {14, 0}, {16, 0}, {127, 127}, {128, 128}, {129, 129}, {240, 255}, {255, -1}} {
		if got := int(chroma[tt.v]); got != tt.want {
			t.Errorf("chroma %d: %d, want %d", tt.v, got, tt.want)
		}
	}
}

func TestDecoderPanics(t *testing.T) {
	err := func() (err error) {
		defer recoverDecoder(formatTIFF, &err)
		panic("index out of range")
	}()
	wantReason(t, err, reason.Decode)
}

func TestFailure(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		read bool
		want reason.Reason
	}{
		{"wrapped EOF", fmt.Errorf("x: %w", io.EOF), false, reason.Truncated},
		{"wrapped unexpected EOF", fmt.Errorf("x: %w", io.ErrUnexpectedEOF), false, reason.Truncated},
		{"EOF lost on its way", errors.New("not enough data"), true, reason.Truncated},
		{"other", errors.New("bad code"), false, reason.Decode},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := newSource(nil)
			if tt.read {
				_, _ = src.ReadByte()
			}
			wantReason(t, src.failure(formatGIF, tt.err), tt.want)
		})
	}
}

// pngHeader returns a PNG's signature and header chunk, of 16-bit RGBA.
func pngHeader(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 16, 6, 0, 0, 0)
	return append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), binary.BigEndian.AppendUint32(ihdr, crc32.ChecksumIEEE(ihdr))...)
}

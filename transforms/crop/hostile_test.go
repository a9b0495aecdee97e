package crop

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"flag"
	"hash/crc32"
	"image"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

var everyByte = flag.Bool("every_byte", false, "cut the fixtures after every byte, which takes a minute with -race")

// TestTruncated cuts every fixture after each byte of its head and end, and
// after some between. Where a part holds all pixels, they must be the whole's; no
// part of a WebP passes, which states its length, and none of a JPEG that lacks more
// than the two bytes of its end marker.
func TestTruncated(t *testing.T) {
	for _, name := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, o := fixture(t, name), defaults()
			o.Encode = encodeJPEG // fast
			whole := mustCrop(t, data, nil, o)
			strict := slices.Contains([]string{".jpg", ".webp"}, filepath.Ext(name))
			for n := range data {
				if !*everyByte && n > 400 && n < len(data)-50 && n%7 != 0 {
					continue
				}
				r, err := Crop(data[:n:n], nil, o)
				if err == nil {
					if strict && (filepath.Ext(name) != ".jpg" || n < len(data)-2) || !bytes.Equal(r.Image, whole.Image) {
						t.Fatalf("%d of %d bytes pass for the picture", n, len(data))
					}
					continue
				}
				switch got := reasonOf(t, err); {
				case got == reason.Truncated:
				case got == reason.NotAnImage && n < 12: // less than a signature
				case got == reason.Decode && !strict:
				default:
					t.Fatalf("%d of %d bytes: %v", n, len(data), err)
				}
			}
		})
	}
}

// TestBombs feeds headers of pictures that would take gigabytes.
func TestBombs(t *testing.T) {
	le16, le32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	jpegOf := func(w, h uint16) []byte {
		data := fixture(t, "baseline.jpg")
		i := bytes.Index(data, []byte("\xff\xc0\x00\x11\x08"))
		binary.BigEndian.PutUint16(data[i+5:], h)
		binary.BigEndian.PutUint16(data[i+7:], w)
		return data
	}
	gifOf := func(w, h uint16) []byte {
		data := fixture(t, "still.gif")
		binary.LittleEndian.PutUint16(data[6:], w)
		binary.LittleEndian.PutUint16(data[8:], h)
		return data
	}
	extendedWebP := func(w, h uint32) []byte {
		data := le32([]byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"), (w-1)&0xffffff|(h-1)<<24)
		return le16(data, uint16((h-1)>>8))
	}
	losslessWebP := func(w, h uint32) []byte {
		return le32([]byte("RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f"), (w-1)|(h-1)<<14)
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"png", pngHeader(30_000, 30_000)},
		{"png of the largest sides", pngHeader(math.MaxInt32, math.MaxInt32)},
		{"png beyond the largest sides", pngHeader(math.MaxUint32, math.MaxUint32)},
		{"jpeg", jpegOf(30_000, 30_000)},
		{"jpeg of the largest sides", jpegOf(65535, 65535)},
		{"gif", gifOf(30_000, 30_000)},
		{"gif of the largest sides", gifOf(65535, 65535)},
		{"bmp", bmpOf(t, 30_000, 30_000)},
		{"bmp from the top", bmpOf(t, 30_000, -30_000)},
		{"bmp of the largest sides", bmpOf(t, math.MaxInt32, math.MinInt32)},
		{"webp, lossless", losslessWebP(16384, 16384)},
		{"webp, extended", extendedWebP(30_000, 30_000)},
		{"webp of the largest sides", extendedWebP(1<<24, 1<<24)},
		{"tiff", tiffOf(30_000, 30_000, 1, 1)},
		{"tiff of the largest sides", tiffOf(math.MaxUint32, math.MaxUint32, 1, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			used := allocated(func() {
				_, err := Crop(tt.data, edges(0, 0, 10, 10), defaults())
				wantReason(t, err, reason.TooManyPixels)
			})
			if used > 1<<20 {
				t.Errorf("refusing it takes %d KB", used>>10)
			}
		})
	}
}

func TestMaxPixels(t *testing.T) {
	for _, name := range fixtures(t) {
		o := defaults()
		o.MaxPixels = 61 * 43
		if _, err := Crop(fixture(t, name), nil, o); err != nil {
			t.Errorf("%s at the limit: %v", name, err)
		}
		o.MaxPixels--
		_, err := Crop(fixture(t, name), nil, o)
		wantReason(t, err, reason.TooManyPixels)
	}
}

// TestLies feeds pictures whose size is allowed, but whose tables claim more
// data than there is.
func TestLies(t *testing.T) {
	tests := []struct {
		name string
		data []byte
	}{
		{"strip of 4 GB", tiffOf(100, 100, 1, math.MaxUint32)},
		{"strip of 4 GB, deflated", tiffOf(100, 100, 8, math.MaxUint32)},
		{"strip of 4 GB, LZW", tiffOf(100, 100, 5, math.MaxUint32)},
		{"strip of 4 GB, packed", tiffOf(100, 100, 32773, math.MaxUint32)},
		{"no strip data", tiffOf(100, 100, 1, 0)},
		{"bmp of a header", bmpOf(t, 7000, 7000)},
		{"png of a header", pngHeader(7000, 7000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			used := allocated(func() {
				_, err := Crop(tt.data, nil, defaults())
				if got := reasonOf(t, err); got != reason.Decode && got != reason.Truncated {
					t.Errorf("got %v", err)
				}
			})
			if used > 1<<20 {
				t.Errorf("refusing it takes %d KB", used>>10)
			}
		})
	}
}

// TestMetadata holds that what is no picture in a file is walked over, never
// inflated or kept.
func TestMetadata(t *testing.T) {
	var bomb bytes.Buffer
	w := zlib.NewWriter(&bomb)
	if _, err := w.Write(make([]byte, 16<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	chunk := func(name string, body []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		out = append(append(out, name...), body...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	inserted := func(name string, at int, extra []byte) []byte {
		data := fixture(t, name)
		return slices.Concat(data[:at], extra, data[at:])
	}
	const afterIHDR = 8 + 12 + 13
	comments := slices.Concat([]byte("\x21\xfe\xff"), bytes.Repeat([]byte("x"), 255), bytes.Repeat(append([]byte("\xff"), make([]byte, 255)...), 1000), []byte("\x00"))
	still := fixture(t, "still.gif")
	afterPalette := bytes.LastIndex(still, []byte("\x2c\x00\x00\x00\x00\x3d"))
	for name, data := range map[string][]byte{
		"zTXt":              inserted("rgb.png", afterIHDR, chunk("zTXt", append([]byte("Comment\x00\x00"), bomb.Bytes()...))),
		"iCCP":              inserted("rgb.png", afterIHDR, chunk("iCCP", append([]byte("profile\x00\x00"), bomb.Bytes()...))),
		"GIF comments":      inserted("still.gif", afterPalette, comments),
		"JPEG applications": inserted("baseline.jpg", 2, bytes.Repeat([]byte("\xff\xe5\x00\x02"), 100_000)),
	} {
		t.Run(name, func(t *testing.T) {
			used := allocated(func() { mustCrop(t, data, nil, defaults()) })
			if used > 2<<20 {
				t.Errorf("it takes %d KB", used>>10)
			}
		})
	}
}

func bmpOf(t *testing.T, w, h int32) []byte {
	t.Helper()
	data := fixture(t, "rgb.bmp")
	binary.LittleEndian.PutUint32(data[18:], uint32(w))
	binary.LittleEndian.PutUint32(data[22:], uint32(h))
	return data
}

// tiffOf returns a grey TIFF of one strip, without the strip.
func tiffOf(w, h, compression, stripBytes uint32) []byte {
	entries := [][2]uint32{ // tag, value
		{256, w}, {257, h}, {258, 8}, {259, compression}, {262, 1}, {273, 8}, {278, h}, {279, stripBytes},
	}
	data := []byte("II*\x00\x08\x00\x00\x00")
	data = binary.LittleEndian.AppendUint16(data, uint16(len(entries)))
	for _, e := range entries {
		data = binary.LittleEndian.AppendUint16(data, uint16(e[0]))
		data = binary.LittleEndian.AppendUint16(data, 4) // LONG
		data = binary.LittleEndian.AppendUint32(data, 1)
		data = binary.LittleEndian.AppendUint32(data, e[1])
	}
	return append(data, 0, 0, 0, 0)
}

func TestScanBomb(t *testing.T) {
	data := fixture(t, "progressive.jpg")
	// One more scan that says nothing: the DC coefficients' last bits, all 0.
	scan := []byte("\xff\xda\x00\x08\x01\x01\x00\x00\x00\x10")
	scan = append(scan, make([]byte, 16)...)
	end := len(data) - 2
	bomb := append([]byte{}, data[:end]...)
	for range 200 {
		bomb = append(bomb, scan...)
	}
	bomb = append(bomb, data[end:]...)
	_, err := Crop(bomb, nil, defaults())
	wantReason(t, err, reason.Decode)
}

func FuzzCrop(f *testing.F) {
	for _, name := range fixtures(f) {
		f.Add(fixture(f, name), 5.0, 4.5, 30.0, 30.25)
	}
	f.Add(pngHeader(1000, 1000), -1.0, -1.0, 1e300, 1e300)
	f.Add(tiffOf(10, 10, 1, 100), math.NaN(), 0.0, math.Inf(1), 1.0)
	f.Fuzz(func(t *testing.T, data []byte, x1, y1, x2, y2 float64) {
		o := Options{
			Margin: 0.1, Square: len(data)%2 == 0, Mode: modeFill, EXIF: exifApply, MinSize: 2, Encode: encodeJPEG, Quality: 90, MaxPixels: 1 << 16,
		}
		if len(data)%3 == 0 {
			o.Width, o.Height = 16, 9
		}
		r, err := Crop(data, edges(x1, y1, x2, y2), o)
		if err != nil {
			reasonOf(t, err)
			return
		}
		m := pixelsOf(t, r)
		if o.Width == 0 && o.Square && m.Bounds().Dx() != m.Bounds().Dy() {
			t.Errorf("square gives %v", m.Bounds())
		}
		if whole := image.Rect(0, 0, r.SourceWidth, r.SourceHeight); o.Width == 0 && !m.Bounds().In(whole) {
			t.Errorf("%v is cut from %v", m.Bounds(), whole)
		}
	})
}

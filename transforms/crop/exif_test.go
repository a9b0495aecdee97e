package crop

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

func TestOrientationOfFixtures(t *testing.T) {
	for value := 1; value <= 8; value++ {
		for suffix, f := range map[string]format{".jpg": formatJPEG, ".png": formatPNG, ".webp": formatWebP, ".tif": formatTIFF} {
			name := fmt.Sprintf("exif%d%s", value, suffix)
			if got := orientationOf(fixture(t, name), f); got != orientations[value] {
				t.Errorf("%s: got %+v, want %+v", name, got, orientations[value])
			}
		}
	}
	for name, f := range map[string]format{"baseline.jpg": formatJPEG, "rgb.png": formatPNG, "lossless.webp": formatWebP, "still.gif": formatGIF} {
		if got := orientationOf(fixture(t, name), f); got != (orientation{}) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestTIFFOrientation(t *testing.T) {
	type entry struct {
		tag, kind uint16
		value     uint32 // as it stands in the file, little-endian
	}
	with := func(entries ...entry) string {
		data := []byte("II*\x00\x08\x00\x00\x00")
		data = binary.LittleEndian.AppendUint16(data, uint16(len(entries)))
		for _, e := range entries {
			data = binary.LittleEndian.AppendUint16(data, e.tag)
			data = binary.LittleEndian.AppendUint16(data, e.kind)
			data = binary.LittleEndian.AppendUint32(data, 1)
			data = binary.LittleEndian.AppendUint32(data, e.value)
		}
		return string(data)
	}
	const big = "MM\x00*\x00\x00\x00\x08\x00\x01" + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
	tests := []struct {
		name, data string
		want       int
	}{
		{"short", with(entry{0x112, 3, 6}), 6},
		{"long", with(entry{0x112, 4, 8}), 8},
		{"rest of the value is anything", with(entry{0x112, 3, 0xffff0003}), 3},
		{"big-endian", big, 6},
		{"after others", with(entry{0x100, 3, 9}, entry{0x10f, 2, 9}, entry{0x112, 3, 5}), 5},
		{"the first counts", with(entry{0x112, 3, 5}, entry{0x112, 3, 6}), 5},
		{"0", with(entry{0x112, 3, 0}), 1},
		{"9", with(entry{0x112, 3, 9}), 1},
		{"huge", with(entry{0x112, 4, 0xffffffff}), 1},
		{"text", with(entry{0x112, 2, 6}), 1},
		{"none", with(entry{0x100, 3, 6}), 1},
		{"empty", "", 1},
		{"no directory", "II*\x00\x08\x00\x00\x00", 1},
		{"directory beyond the end", "II*\x00\xff\xff\xff\xff" + strings.Repeat("\x00", 20), 1},
		{"cut in the entry", with(entry{0x112, 3, 6})[:20], 1},
		{"more entries said than there are", "II*\x00\x08\x00\x00\x00\xff\xff" + with(entry{0x112, 3, 6})[10:], 6},
		{"no byte order", "XX" + with(entry{0x112, 3, 6})[2:], 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tiffOrientation([]byte(tt.data)); got != orientations[tt.want] {
				t.Errorf("got %+v, want that of %d", got, tt.want)
			}
		})
	}
}

// TestBrokenEXIF holds that no picture is lost for its metadata.
func TestBrokenEXIF(t *testing.T) {
	jpg := fixture(t, "exif6.jpg")
	at := bytes.Index(jpg, []byte("Exif\x00\x00")) + 6
	for name, edit := range map[string]func([]byte){
		"byte order":        func(e []byte) { e[0] = 'X' },
		"directory's place": func(e []byte) { copy(e[4:], "\xff\xff\xff\xff") },
		"number of entries": func(e []byte) { copy(e[8:], "\xff\xff") },
		"everything":        func(e []byte) { copy(e, strings.Repeat("\xff", 20)) },
	} {
		t.Run(name, func(t *testing.T) {
			data := bytes.Clone(jpg)
			edit(data[at:])
			mustCrop(t, data, nil, defaults())
		})
	}
}

// TestManySegments holds that finding nothing in very many chunks is one walk
// over the data.
func TestManySegments(t *testing.T) {
	const n = 300_000
	segment, chunk, webp := "\xff\xe1\x00\x02", "\x00\x00\x00\x00tEXt\x00\x00\x00\x00", "ABCD\x00\x00\x00\x00"
	for name, tt := range map[string]struct {
		data string
		f    format
	}{
		"jpeg":      {"\xff\xd8" + strings.Repeat(segment, n), formatJPEG},
		"jpeg fill": {"\xff\xd8" + strings.Repeat("\xff", n), formatJPEG},
		"png":       {"\x89PNG\r\n\x1a\n" + strings.Repeat(chunk, n), formatPNG},
		"webp":      {"RIFF\xff\xff\xff\x00WEBP" + strings.Repeat(webp, n), formatWebP},
		"tiff":      {"II*\x00\x08\x00\x00\x00\xff\xff" + strings.Repeat("\x00", n), formatTIFF},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(tt.data)
			used := allocated(func() {
				if got := orientationOf(data, tt.f); got != (orientation{}) {
					t.Errorf("got %+v", got)
				}
			})
			if used > 1<<16 {
				t.Errorf("it takes %d KB", used>>10)
			}
		})
	}
}

func FuzzOrientation(f *testing.F) {
	for _, suffix := range []string{".jpg", ".png", ".webp", ".tif"} {
		f.Add(fixture(f, "exif6"+suffix))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		for _, kind := range []format{formatJPEG, formatPNG, formatWebP, formatTIFF} {
			orientationOf(data, kind)
		}
	})
}

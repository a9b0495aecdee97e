package crop

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// losslessWebP is a picture of 2000x1500 pixels of one colour, made by libwebp, in
// hexadecimal digits.
var losslessWebP = "52494646a2000000574542505650384c950000002fcfc7760107508a2ad4a3ff010149d2ffff6444ff33" + strings.Repeat("fef39ffffce73ffff9cf7f", 11) + "fef39fffc70400"

// TestMemory holds that the estimate is above what cropping allocates, results
// included, but for what is the same for pictures of any size.
func TestMemory(t *testing.T) {
	m := photo(1000, 800)
	made := func(encode func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	deep := image.NewNRGBA64(m.Bounds())
	webp, err := hex.DecodeString(losslessWebP)
	if err != nil {
		t.Fatal(err)
	}
	resized := defaults()
	resized.Width, resized.Height = 224, 224
	pictures := map[string][]byte{
		"jpeg":            made(func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) }),
		"png":             made(func(b *bytes.Buffer) error { return png.Encode(b, m) }),
		"png of 16 bits":  made(func(b *bytes.Buffer) error { return png.Encode(b, deep) }),
		"gif":             made(func(b *bytes.Buffer) error { return gif.Encode(b, m, nil) }),
		"bmp":             made(func(b *bytes.Buffer) error { return bmp.Encode(b, m) }),
		"tiff":            made(func(b *bytes.Buffer) error { return tiff.Encode(b, m, nil) }),
		"tiff of 16 bits": made(func(b *bytes.Buffer) error { return tiff.Encode(b, deep, nil) }),
		"packed tiff": made(func(b *bytes.Buffer) error {
			return tiff.Encode(b, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
		}),
		"webp of no photo": webp,
	}
	for name, data := range pictures {
		for how, o := range map[string]Options{"as jpeg": defaults(), "resized": resized} {
			for _, box := range []*Box{nil, edges(500, 400, 900, 700)} {
				p, err := Open(data, 1, o)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				estimate := p.Memory([]*Box{box})
				used := int64(allocated(func() {
					if _, err := p.Crop(box); err != nil {
						t.Errorf("%s %s: %v", name, how, err)
					}
				}))
				if used > estimate+3<<20 {
					t.Errorf("%s %s, box %v: %d kB used, %d kB estimated", name, how, box, used>>10, estimate>>10)
				}
			}
		}
	}
}

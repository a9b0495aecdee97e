package parquet

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// pictureSide makes pictures of about 30 KB.
const pictureSide = 365

// BenchmarkImageCodec compares Zstandard's levels on a page of images, to back
// the choice in the package comment of io/shards.
func BenchmarkImageCodec(b *testing.B) {
	var binary, text []byte
	for i := range uint64(8) {
		picture := photo(b, i, pictureSide)
		binary = append(binary, picture...)
		text = base64.StdEncoding.AppendEncode(text, picture)
	}
	chosen, err := newBase64Codec()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		codec compress.Codec
		page  []byte
	}{
		{"base64-chosen", chosen, text},
		{"base64-fastest", &zstd.Codec{Level: zstd.SpeedFastest}, text},
		{"base64-default", &parquet.Zstd, text},
		{"binary-fastest", &zstd.Codec{Level: zstd.SpeedFastest}, binary},
		{"binary-default", &parquet.Zstd, binary},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.page)))
			var out []byte
			for b.Loop() {
				var err error
				if out, err = c.codec.Encode(out, c.page); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(100*float64(len(out))/float64(len(c.page)), "%left")
		})
	}
}

// photo makes a JPEG of soft shapes and grain, about as dense as a photograph.
func photo(tb testing.TB, seed uint64, side int) []byte {
	tb.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			grain := func() uint8 { return uint8(random.IntN(20)) }
			picture.SetRGBA(x, y, color.RGBA{uint8(x*200/side) + grain(), uint8(y*200/side) + grain(), uint8((x+y)*100/side) + grain(), 255})
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, picture, &jpeg.Options{Quality: 90}); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

package parquet

import (
	"encoding/base64"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/beamcrop/beamcrop/internal/testphoto"
)

// pictureSide makes pictures of about 30 KB.
const pictureSide = 365

// BenchmarkImageCodec compares Zstandard's levels on a page of images, to back
// the choice in the package comment of io/shards.
func BenchmarkImageCodec(b *testing.B) {
	var binary, text []byte
	for i := range uint64(8) {
		picture := testphoto.JPEG(b, i, pictureSide)
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

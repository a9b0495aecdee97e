package shards

import (
	"io"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// pictureSide makes pictures of about 30 KB.
const pictureSide = 365

// BenchmarkWrite writes a shard of 1,000 records with images of about 30 KB.
// MB/s counts the images' bytes as they come in.
func BenchmarkWrite(b *testing.B) {
	records := benchRecords(b)
	for _, c := range []struct{ name, format, encoding string }{
		{"parquet-base64", FormatParquet, EncodingBase64},
		{"parquet-binary", FormatParquet, EncodingBinary},
		{"jsonl-base64", FormatJSONL, EncodingBase64},
	} {
		b.Run(c.name, func(b *testing.B) { benchWrite(b, records, c.format, c.encoding) })
	}
}

func benchWrite(b *testing.B, records []*Record, format, encoding string) {
	size := int64(0)
	for _, r := range records {
		size += int64(len(r.Image))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		w, err := NewWriter(io.Discard, format, Schema{Kept: columnsOf[keptRow](), ImageEncoding: encoding})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range records {
			if err := w.Write(r); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func benchRecords(b *testing.B) []*Record {
	b.Helper()
	records := make([]*Record, 1000)
	for i := range records {
		records[i] = sampleRecord(i, nil)
		if i < 20 {
			records[i].Image = photo(b, uint64(i), pictureSide)
		} else {
			records[i].Image = records[i%20].Image
		}
	}
	return records
}

// BenchmarkImageCodec compares Zstandard's levels on a page of images, to back
// the choice in doc.go.
func BenchmarkImageCodec(b *testing.B) {
	var binary, text []byte
	for i := range uint64(8) {
		picture := photo(b, i, pictureSide)
		binary = append(binary, picture...)
		text = append(text, appendBase64(nil, picture)...)
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

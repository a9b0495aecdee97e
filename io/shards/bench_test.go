package shards

import (
	"io"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testphoto"
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
			records[i].Image = testphoto.JPEG(b, uint64(i), pictureSide)
		} else {
			records[i].Image = records[i%20].Image
		}
	}
	return records
}

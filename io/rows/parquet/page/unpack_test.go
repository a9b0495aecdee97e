package page

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

func TestUnpack(t *testing.T) {
	plain := bytes.Repeat([]byte("a face, "), 1000)
	packed := map[string][]byte{"hadoop": hadoop(t, plain), "frame": frame(t, plain), "block": block(t, plain)}
	codecs := map[string]format.CompressionCodec{"hadoop": format.Lz4, "frame": format.Lz4, "block": format.Lz4}
	for _, codec := range []format.CompressionCodec{format.Snappy, format.Gzip, format.Brotli, format.Zstd, format.Lz4Raw} {
		body, err := parquet.LookupCompressionCodec(codec).Encode(nil, plain)
		if err != nil {
			t.Fatal(err)
		}
		packed[codec.String()], codecs[codec.String()] = body, codec
	}
	for name, body := range packed {
		t.Run(name, func(t *testing.T) {
			w := Rewriter{Column: Column{Codec: codecs[name]}}
			for range 2 { // the second time in used memory
				if got, err := w.unpack(body, len(plain)); err != nil || !bytes.Equal(got, plain) {
					t.Fatalf("got %d bytes: %v", len(got), err)
				}
			}
			for _, size := range []int{len(plain) - 1, len(plain) - 70, 1, 0} {
				if got, err := w.unpack(body, size); err == nil {
					t.Errorf("%d bytes came of a page of %d", len(got), size)
				}
			}
			for _, cut := range []int{1, len(body) / 2, len(body) - 1} {
				if got, err := w.unpack(body[:len(body)-cut], len(plain)); err == nil && bytes.Equal(got, plain) {
					t.Errorf("a page that is cut by %d bytes came out whole", cut)
				}
			}
		})
	}
}

func block(t *testing.T, plain []byte) []byte {
	t.Helper()
	out := make([]byte, lz4.CompressBlockBound(len(plain)))
	n, err := lz4.CompressBlock(plain, out, nil)
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	return out[:n]
}

// hadoop packs in two blocks.
func hadoop(t *testing.T, plain []byte) (out []byte) {
	t.Helper()
	for _, part := range [][]byte{plain[:3000], plain[3000:]} {
		packed := block(t, part)
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(packed)))
		out = append(out, packed...)
	}
	return out
}

func frame(t *testing.T, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := lz4.NewWriter(&out)
	_, err := w.Write(plain)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestUnknownCodec(t *testing.T) {
	w := Rewriter{Column: Column{Codec: 99}}
	if _, err := w.unpack([]byte{1}, 1); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Error(err)
	}
}

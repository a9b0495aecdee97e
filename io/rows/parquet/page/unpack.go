package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

var errLong = errors.New("it unpacks to more bytes than its header says")

// unpack returns what a page's body holds, which is at most size bytes. Except for
// pages that are not compressed, that lies in the Rewriter's scratch memory.
func (w *Rewriter) unpack(body []byte, size int) ([]byte, error) {
	if w.Codec == format.Uncompressed {
		return body, nil
	}
	if size < 0 {
		return nil, fmt.Errorf("it says that it is %d bytes uncompressed", size)
	}
	w.scratch = slices.Grow(w.scratch[:0], size+zstdRoom)
	out := w.scratch[:size:size]
	var err error
	switch w.Codec {
	case format.Snappy:
		out, err = unpackSnappy(out, body)
	case format.Gzip:
		out, err = unpackGzip(out, body)
	case format.Brotli:
		out, err = readInto(out, brotli.NewReader(bytes.NewReader(body)))
	case format.Zstd:
		out, err = unpackZstd(w.scratch[:size], body)
	case format.Lz4Raw:
		out, err = unpackLZ4(out, body)
	case format.Lz4:
		out, err = unpackOldLZ4(out, body)
	default:
		return nil, fmt.Errorf("its compression is %s, which cannot be read", w.Codec)
	}
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", w.Codec, err)
	}
	return out, nil
}

func unpackSnappy(out, body []byte) ([]byte, error) {
	n, err := s2.DecodedLen(body)
	if err != nil {
		return nil, err
	}
	if n > len(out) {
		return nil, errLong
	}
	return s2.Decode(out, body)
}

var gzipReaders sync.Pool

func unpackGzip(out, body []byte) ([]byte, error) {
	r, _ := gzipReaders.Get().(*gzip.Reader)
	if r == nil {
		r = new(gzip.Reader)
	}
	defer gzipReaders.Put(r)
	if err := r.Reset(bytes.NewReader(body)); err != nil {
		return nil, err
	}
	return readInto(out, r)
}

// readInto reads all of r, which must fit.
func readInto(out []byte, r io.Reader) ([]byte, error) {
	n, err := io.ReadFull(r, out)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return out[:n], nil
	}
	if err != nil {
		return nil, err
	}
	switch n, err := r.Read(make([]byte, 1)); {
	case n > 0:
		return nil, errLong
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	}
	return out, nil
}

// zstdRoom is how many bytes the decoder of zstd wants behind the last one, or else
// it takes a slower way.
const zstdRoom = 64

// unpackZstd unpacks to out, which has room behind it.
func unpackZstd(out, body []byte) ([]byte, error) {
	size := len(out)
	out, err := zstdDecoder().DecodeAll(body, out[:0:size+zstdRoom])
	if err == nil && len(out) > size {
		err = errLong
	}
	return out, err
}

// zstdDecoder never unpacks to more than there is room for.
var zstdDecoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		panic(err) // the options are at fault
	}
	return d
})

func unpackLZ4(out, body []byte) ([]byte, error) {
	n, err := lz4.UncompressBlock(body, out)
	if err != nil {
		return nil, err
	}
	return out[:n], nil
}

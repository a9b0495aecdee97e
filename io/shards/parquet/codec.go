package parquet

import (
	"fmt"

	fast "github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// base64Codec is Zstandard for base64 text: the fastest search for repeats, of
// which there are next to none, and entropy coding even where none were found.
// parquet-go's codec, which this one wraps, has no way to ask for the latter,
// and its fastest level does without.
type base64Codec struct {
	zstd.Codec
	encoder *fast.Encoder
}

func newBase64Codec() (*base64Codec, error) {
	encoder, err := fast.NewWriter(nil,
		fast.WithEncoderLevel(fast.SpeedFastest),
		fast.WithAllLitEntropyCompression(true),
		fast.WithEncoderConcurrency(1), // no goroutines
		fast.WithEncoderCRC(false),     // pages have their own
		fast.WithZeroFrames(true),      // readers want a frame even for no bytes
	)
	if err != nil {
		return nil, fmt.Errorf("starting Zstandard: %w", err)
	}
	return &base64Codec{encoder: encoder}, nil
}

// Encode implements compress.Codec.
func (c *base64Codec) Encode(dst, src []byte) ([]byte, error) {
	return c.encoder.EncodeAll(src, dst[:0]), nil
}

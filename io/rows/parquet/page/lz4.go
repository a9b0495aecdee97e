package page

import (
	"bytes"
	"encoding/binary"

	"github.com/pierrec/lz4/v4"
)

// lz4Frame is the number that frames of LZ4 start with.
const lz4Frame = "\x04\x22\x4d\x18"

// unpackOldLZ4 unpacks what is called LZ4 and not LZ4_RAW. Which of three things
// that is, the file does not say: blocks in Hadoop's framing, a bare block, or
// frames, as Arrow wrote for a while.
func unpackOldLZ4(out, body []byte) ([]byte, error) {
	if plain, ok := unpackHadoop(out, body); ok {
		return plain, nil
	}
	if bytes.HasPrefix(body, []byte(lz4Frame)) {
		return readInto(out, lz4.NewReader(bytes.NewReader(body)))
	}
	return unpackLZ4(out, body)
}

// unpackHadoop unpacks blocks, each of which has its two sizes in front. It must
// fit to the last byte, for nothing else tells this framing.
func unpackHadoop(out, body []byte) ([]byte, bool) {
	at := 0
	for len(body) > 0 {
		if len(body) < 8 {
			return nil, false
		}
		plain, packed := int64(binary.BigEndian.Uint32(body)), int64(binary.BigEndian.Uint32(body[4:]))
		if body = body[8:]; packed > int64(len(body)) || plain > int64(len(out)-at) {
			return nil, false
		}
		n, err := lz4.UncompressBlock(body[:packed], out[at:][:plain])
		if err != nil || int64(n) != plain {
			return nil, false
		}
		at += n
		body = body[packed:]
	}
	return out[:at], true
}

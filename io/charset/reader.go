package charset

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// chunkSize is how many bytes are decoded at once.
const chunkSize = 16 << 10

// Reader reads a text in another encoding as UTF-8. What is nothing in that
// encoding becomes U+FFFD. It may be read on after io.EOF, where its source may be.
type Reader struct {
	from    io.Reader
	decoder *encoding.Decoder
	in, out []byte // out is what was decoded and not yet read
	buffer  []byte

	tracked bool
	chunks  []chunk // what was decoded and may still be asked for
	text    int64   // bytes decoded so far, and the bytes that they were made of
	source  int64
}

// chunk is a stretch of the source that was decoded by itself.
type chunk struct {
	text, source int64 // where it starts
	bytes        []byte
}

// NewReader returns a Reader of a text in the encoding of that canonical name.
// If it is tracked, Source can be asked.
func NewReader(from io.Reader, name string, tracked bool) (*Reader, error) {
	d, err := decoder(name)
	if err != nil {
		return nil, err
	}
	return &Reader{from: from, decoder: d, tracked: tracked, in: make([]byte, 0, chunkSize), buffer: make([]byte, 4*chunkSize)}, nil
}

func (r *Reader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if err := r.decode(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// decode decodes what the source has next.
func (r *Reader) decode() error {
	n, err := r.from.Read(r.in[len(r.in):cap(r.in)])
	r.in = r.in[:len(r.in)+n]
	ended := errors.Is(err, io.EOF)
	if len(r.in) == 0 || err != nil && !ended {
		return err
	}
	written, read, decodeErr := r.decoder.Transform(r.buffer, r.in, ended)
	if decodeErr != nil && !errors.Is(decodeErr, transform.ErrShortSrc) && !errors.Is(decodeErr, transform.ErrShortDst) {
		return fmt.Errorf("decoding the text: %w", decodeErr)
	}
	if r.tracked && read > 0 {
		r.chunks = append(r.chunks, chunk{r.text, r.source, bytes.Clone(r.in[:read])})
	}
	r.out = r.buffer[:written]
	r.text += int64(written)
	r.source += int64(read)
	r.in = r.in[:copy(r.in, r.in[read:])]
	return nil
}

// Source returns how many bytes of the source so many bytes of the text were made
// of. The text must end with a whole character and have been read, and must be no
// shorter than in earlier calls, since what lies before is forgotten.
func (r *Reader) Source(text int64) int64 {
	for len(r.chunks) > 1 && r.chunks[1].text <= text {
		r.chunks = r.chunks[1:]
	}
	if len(r.chunks) == 0 {
		return 0
	}
	c := r.chunks[0]
	// A decoder stops where its output has no room for another character.
	_, read, _ := r.decoder.Transform(make([]byte, text-c.text), c.bytes, true)
	return c.source + int64(read)
}

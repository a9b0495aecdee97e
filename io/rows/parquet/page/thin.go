package page

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

const (
	// pageRoom is how many bytes of text any page may unpack to. A page of which
	// most is packed well is larger only if it is a bomb.
	pageRoom = 256 << 20
	// numbersRoom is the same of numbers: fastparquet makes one page of 50 million rows.
	numbersRoom = 512 << 20
	// pageRatio is how many times its packed size a larger page may unpack to.
	pageRatio = 32
	// maxWindow is how far back a page of zstd may refer, as in zstd's own tool.
	maxWindow = 128 << 20
)

// room returns how many bytes a page may unpack to.
func (w *Rewriter) room(body []byte) int {
	least := numbersRoom
	if w.isText() {
		least = pageRoom
	}
	return max(least, pageRatio*len(body))
}

// isText says whether values may be of any length.
func (w *Rewriter) isText() bool {
	return w.Kind == parquet.ByteArray || w.Kind == parquet.FixedLenByteArray
}

// unpackValues unpacks a page of values, in front of which there may be levels.
func (w *Rewriter) unpackValues(encoding format.Encoding, body []byte, size, count int, levels ...level) ([]byte, error) {
	if encoding == format.Plain {
		return w.unpackPlain(body, size, count, levels...)
	}
	return w.unpackWhole(body, size)
}

// unpackWhole unpacks a page into memory, unless it takes too much.
func (w *Rewriter) unpackWhole(body []byte, size int) ([]byte, error) {
	if w.MaxText > 0 && size > w.room(body) {
		return nil, errBomb(size, body)
	}
	return w.unpack(body, size)
}

// unpackPlain unpacks a page of plain values, whose levels come first in the number
// and the encodings given. Texts that are too long never get into memory.
func (w *Rewriter) unpackPlain(body []byte, size, count int, levels ...level) ([]byte, error) {
	if w.MaxText == 0 || w.Kind != parquet.ByteArray || size <= w.MaxText {
		return w.unpackWhole(body, size)
	}
	from, done, err := w.stream(body, size)
	if err != nil {
		return nil, err
	}
	defer done()
	limited := &io.LimitedReader{R: from, N: int64(size) + 1}
	t := thinner{from: bufio.NewReaderSize(limited, 64<<10), out: w.thinned[:0], longest: w.MaxText, room: w.room(body), instead: w.TooLong}
	err = t.levels(count, levels)
	if err == nil {
		err = t.texts()
	}
	if err == nil && limited.N == 0 {
		err = errLong
	}
	w.thinned = t.out
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", w.Codec, err)
	}
	return t.out, nil
}

// stream returns a reader of what a page's body unpacks to, and what to do when it
// has been read.
func (w *Rewriter) stream(body []byte, size int) (io.Reader, func(), error) {
	packed := bytes.NewReader(body)
	switch w.Codec {
	case format.Gzip:
		r, err := gzip.NewReader(packed)
		return r, func() {}, err
	case format.Brotli:
		return brotli.NewReader(packed), func() {}, nil
	case format.Zstd:
		r, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, err
		}
		return r, r.Close, nil
	}
	// The others have no window and are unpacked whole.
	if size > w.room(body) {
		return nil, nil, errBomb(size, body)
	}
	whole, err := w.unpack(body, size)
	return bytes.NewReader(whole), func() {}, err
}

func errBomb(size int, body []byte) error {
	return fmt.Errorf("it says that it unpacks from %d bytes to %d, which is too much memory for one page", len(body), size)
}

// level says how levels are written in front of a page's values.
type level struct {
	highest  int // 0 = there are none
	encoding format.Encoding
}

// thinner copies a page without the texts that are too long.
type thinner struct {
	from    *bufio.Reader
	out     []byte
	longest int
	room    int
	instead string
}

// levels copies the levels of a page of version 1.
func (t *thinner) levels(count int, all []level) error {
	for _, l := range all {
		if l.highest == 0 {
			continue
		}
		size := int64(bits.Len(uint(l.highest))*count+7) / 8
		if l.encoding != format.BitPacked {
			head, ok, err := t.head()
			if err != nil || !ok {
				return err
			}
			t.out = append(t.out, head[:]...)
			size = int64(binary.LittleEndian.Uint32(head[:]))
		}
		if size > int64(t.room) {
			return errShort
		}
		if err := t.copy(int(size)); err != nil {
			return err
		}
	}
	return nil
}

// texts copies texts up to the end. What is cut short there is left so, for those
// who count the values.
func (t *thinner) texts() error {
	for {
		head, ok, err := t.head()
		if err != nil || !ok {
			return err
		}
		size := int64(binary.LittleEndian.Uint32(head[:]))
		short := size <= int64(len(t.instead)) // which would take no less instead
		if short || size <= int64(t.longest) && size <= int64(t.room-len(t.out)) {
			t.out = append(t.out, head[:]...)
			if err := t.copy(int(size)); err != nil {
				return err
			}
			continue
		}
		_, err = io.CopyN(io.Discard, t.from, size)
		if errors.Is(err, io.EOF) {
			t.out = append(t.out, head[:]...)
			return nil
		}
		if err != nil {
			return err
		}
		t.out = binary.LittleEndian.AppendUint32(t.out, uint32(len(t.instead)))
		t.out = append(t.out, t.instead...)
	}
}

// head reads the length of what follows, or returns false at the end.
func (t *thinner) head() (head [4]byte, ok bool, err error) {
	n, err := io.ReadFull(t.from, head[:])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		t.out = append(t.out, head[:n]...)
		return head, false, nil
	}
	return head, err == nil, err
}

// copy copies so many bytes, or fewer at the end.
func (t *thinner) copy(size int) error {
	at := len(t.out)
	t.out = slices.Grow(t.out, size)[:at+size]
	n, err := io.ReadFull(t.from, t.out[at:])
	t.out = t.out[:at+n]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

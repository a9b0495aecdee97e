package web

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// body reads one answer's body within its limits.
type body struct {
	src     io.Reader
	length  int64 // of what src yields; -1 if unknown
	max     int64
	acquire func(n int64) (release func(), err error)
	release func() // gives back what was acquired; nil if nothing was
}

// read returns the whole body. A body beyond max is too_large, at once if its
// length says so.
func (b *body) read(ctx context.Context) ([]byte, *reason.Error) {
	if b.length > b.max {
		return nil, tooLong(b.length, b.max)
	}
	if b.length >= 0 {
		return b.readKnown(ctx)
	}
	return b.readUnknown(ctx)
}

func tooLong(length, max int64) *reason.Error {
	return reason.Errorf(reason.TooLarge, "Content-Length is %d bytes, the limit %d", length, max)
}

func (b *body) readKnown(ctx context.Context) ([]byte, *reason.Error) {
	if err := b.reserve(ctx, b.length); err != nil {
		return nil, err
	}
	data := make([]byte, b.length)
	n, err := io.ReadFull(b.src, data)
	if err != nil {
		return data[:n], classifyBody(ctx, err)
	}
	return data, nil
}

func (b *body) readUnknown(ctx context.Context) ([]byte, *reason.Error) {
	data := make([]byte, 0, min(32<<10, b.max+1))
	for {
		if len(data) == cap(data) {
			grown, err := b.grow(ctx, data)
			if err != nil {
				return data, err
			}
			data = grown
		}
		n, err := b.src.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > b.max:
			return data, reason.Errorf(reason.TooLarge, "the body is longer than %d bytes", b.max)
		case err == io.EOF:
			return data, nil
		case err != nil:
			return data, classifyBody(ctx, err)
		}
	}
}

// grow doubles the buffer, up to one byte beyond the limit, which tells a body at
// the limit from one that exceeds it.
func (b *body) grow(ctx context.Context, data []byte) ([]byte, *reason.Error) {
	size := min(2*int64(cap(data)), b.max+1)
	if size > FreeBody && b.release == nil {
		if err := b.reserve(ctx, b.max); err != nil {
			return nil, err
		}
	}
	grown := make([]byte, len(data), size)
	copy(grown, data)
	return grown, nil
}

func (b *body) reserve(ctx context.Context, n int64) *reason.Error {
	if n <= FreeBody {
		return nil
	}
	release, err := b.acquire(n)
	if err != nil {
		return classify(ctx, err)
	}
	b.release = release
	return nil
}

// unwrap returns a reader of the answer's body, as wire brings it, without its
// Content-Encoding, and the length of what it yields, -1 if unknown. What is
// wrapped may not exceed max either, unwrapped or not: a wrapping can be endless
// and yet hold nothing. We ask for none, but servers send
// files that lie packed on their disks. Codings other than gzip and deflate, or
// several at once, are decode; what names no coding is left out.
func unwrap(ctx context.Context, resp *http.Response, wire io.Reader, max int64) (io.Reader, int64, *reason.Error) {
	coding := codings(resp.Header.Values("Content-Encoding"))
	capped := &cappedReader{src: wire, left: max}
	var src io.Reader
	var err error
	switch {
	case coding == "" || resp.ContentLength == 0:
		return wire, resp.ContentLength, nil
	case resp.ContentLength > max:
		return nil, 0, tooLong(resp.ContentLength, max)
	case coding == "gzip" || coding == "x-gzip":
		src, err = gzip.NewReader(capped)
	case coding == "deflate":
		src, err = inflater(capped)
	default:
		return nil, 0, reason.Errorf(reason.Decode, "Content-Encoding %q, which was not asked for", reason.Clip(coding))
	}
	if err != nil {
		return nil, 0, classifyBody(ctx, err)
	}
	return src, -1, nil
}

// codings returns the codings that a Content-Encoding names, in lower case, with
// commas between them. Words that are none ("none", "utf-8", "binary") say nothing
// of the body: browsers show such pictures.
func codings(values []string) string {
	var named []string
	for word := range strings.SplitSeq(strings.ToLower(strings.Join(values, ",")), ",") {
		switch word = strings.TrimSpace(word); word {
		case "gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz": // the IANA registry's
			named = append(named, word)
		}
	}
	return strings.Join(named, ", ")
}

// inflater reads deflate: by the standard in a zlib wrapping, by some servers
// without (RFC 9110, section 8.4.1.2).
func inflater(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(r)
	head, err := buffered.Peek(2)
	if err != nil {
		return nil, err
	}
	if head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(buffered)
	}
	return flate.NewReader(buffered), nil
}

// errCapped is a cappedReader's.
var errCapped = errors.New("the wrapped body exceeds the limit")

// cappedReader reads at most left bytes, and errors where there are more.
type cappedReader struct {
	src  io.Reader
	left int64
}

// Read reads from src.
func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errCapped
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.src.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return n, errCapped
	}
	return n, err
}

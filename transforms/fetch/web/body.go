package web

import (
	"context"
	"io"
	"net/http"

	"github.com/beamcrop/beamcrop/transforms/fetch/coding"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// body reads one answer's body within its limits.
type body struct {
	src     io.Reader
	length  int64 // of what src yields; -1 if unknown
	max     int64
	coding  int64 // bytes of memory that src itself takes
	acquire func(n int64) (release func(), err error)
	release func() // gives back what was acquired; nil if nothing was
}

// read returns the whole body. A body beyond max is too_large, at once if its
// length says so.
func (b *body) read(ctx context.Context) ([]byte, *reason.Error) {
	if b.length > b.max {
		return nil, tooLong(b.length, b.max)
	}
	if b.coding > 0 { // for all that may come: who holds a share asks for no more
		if err := b.reserve(ctx, b.max+b.coding); err != nil {
			return nil, err
		}
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
// Content-Encoding, and the length of what it yields, -1 if unknown. Memory is what
// the reader itself takes.
func unwrap(ctx context.Context, resp *http.Response, wire io.Reader, max int64) (src io.Reader, length, memory int64, failed *reason.Error) {
	names := coding.Names(resp.Header.Values("Content-Encoding"))
	switch {
	case len(names) == 0 || resp.ContentLength == 0:
		return wire, resp.ContentLength, 0, nil
	case resp.ContentLength > max:
		return nil, 0, 0, tooLong(resp.ContentLength, max)
	}
	src, err := coding.Unwrap(wire, names, max)
	if err != nil {
		return nil, 0, 0, classifyBody(ctx, err)
	}
	return src, -1, coding.Memory(names), nil
}

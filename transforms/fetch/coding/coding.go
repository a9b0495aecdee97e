package coding

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	maxCodings = 4       // that one body may be wrapped in
	zstdWindow = 8 << 20 // RFC 9659
	brotliRing = 16 << 20
)

// ErrTooLong says that a body is longer than it may be, as it came or between two
// of its codings.
var ErrTooLong = errors.New("the wrapped body exceeds the limit")

// BrokenError says that a body is not what its Content-Encoding says.
type BrokenError struct{ err error }

// Error says so.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("unwrapping the body's Content-Encoding: %v", e.err)
}

// Unwrap returns the cause.
func (e *BrokenError) Unwrap() error { return e.err }

// Names returns the codings that the values of a Content-Encoding name, in lower
// case. Words that are none ("none", "utf-8", "binary") say nothing of the body:
// browsers show such pictures.
func Names(values []string) []string {
	var names []string
	for word := range strings.SplitSeq(strings.ToLower(strings.Join(values, ",")), ",") {
		switch word = strings.TrimSpace(word); word {
		case "gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz": // the IANA registry's
			names = append(names, word)
		}
	}
	return names
}

// Memory returns how much memory it takes to read the codings, beside some
// kilobytes.
func Memory(names []string) int64 {
	var sum int64
	for _, name := range names {
		switch name {
		case "br":
			sum += brotliRing
		case "zstd":
			sum += 2 * zstdWindow
		}
	}
	return sum
}

// Unwrap returns a reader of what wire brings without the codings, of which the
// last one named is the outermost. What one of them wraps may not exceed max: a
// wrapping can be endless and yet hold nothing. Its errors are ErrTooLong,
// io.ErrUnexpectedEOF where the body ends early, a BrokenError, or those of wire.
func Unwrap(wire io.Reader, names []string, max int64) (io.Reader, error) {
	if len(names) > maxCodings {
		return nil, &BrokenError{fmt.Errorf("it names %d codings, more than %d", len(names), maxCodings)}
	}
	src := wire
	for i := len(names) - 1; i >= 0; i-- {
		l := &layer{wire: &capped{src: src, left: max}}
		switch names[i] {
		case "gzip", "x-gzip":
			l.src = newGzip(l.wire)
		case "deflate":
			l.src = newDeflate(l.wire)
		case "br":
			l.src = brotli.NewReader(l.wire)
		case "zstd":
			z, err := zstd.NewReader(l.wire, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
			if err != nil {
				return nil, l.told(err)
			}
			l.src = z
		default:
			return nil, &BrokenError{fmt.Errorf("nobody asked for %s", names[i])}
		}
		src = l
	}
	return src, nil
}

// layer is one coding. It tells the faults of what it reads from those of the
// coding.
type layer struct {
	wire *capped
	src  io.Reader
}

// Read reads from the coding.
func (l *layer) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	return n, l.told(err)
}

func (l *layer) told(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case l.wire.failed != nil:
		return l.wire.failed
	case errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF
	}
	return &BrokenError{err}
}

// capped reads at most left bytes, and fails where there are more.
type capped struct {
	src    io.Reader
	left   int64
	failed error // by which reading ended, unless by io.EOF
}

// Read reads from src.
func (c *capped) Read(p []byte) (int, error) {
	if c.failed != nil {
		return 0, c.failed
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.src.Read(p)
	if c.left -= int64(n); c.left < 0 {
		err = ErrTooLong
	}
	if err != nil && err != io.EOF {
		c.failed = err
	}
	return n, err
}

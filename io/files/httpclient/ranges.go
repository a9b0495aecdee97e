package httpclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// MaxWhole is the largest file, in bytes, that is kept in memory because its
// server answers no range requests.
const MaxWhole = 16 << 20

// ErrPacked is of an answer that is compressed on the way.
var ErrPacked = errors.New("the server packs it on the way (Content-Encoding), so it cannot be read at an offset: download it, and name the local file")

func errNoRanges(size int64) error {
	of := "the file's size is not known"
	if size >= 0 {
		of = fmt.Sprintf("the file has %d bytes", size)
	}
	return fmt.Errorf("the server answers no range requests, without which a file may have %d MiB, and %s: download it, and name the local file", MaxWhole>>20, of)
}

// SetRange asks for the n bytes at off.
func SetRange(req *http.Request, off, n int64) {
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", off, off+n-1))
}

// ContentRange reads where the bytes of a 206 lie (RFC 9110, 14.4); size is -1
// where the server does not tell it.
func ContentRange(header string) (first, last, size int64, err error) {
	malformed := fmt.Errorf("the server answers with the Content-Range %q", header)
	unit, rest, _ := strings.Cut(header, " ")
	place, total, ok := strings.Cut(rest, "/")
	from, to, dash := strings.Cut(place, "-")
	if !ok || !dash || !strings.EqualFold(unit, "bytes") {
		return 0, 0, 0, malformed
	}
	first, firstOK := wholeNumber(from)
	last, lastOK := wholeNumber(to)
	size, sizeOK := wholeNumber(total)
	if total == "*" {
		size, sizeOK = -1, true
	}
	if !firstOK || !lastOK || !sizeOK || last < first || size >= 0 && last >= size {
		return 0, 0, 0, malformed
	}
	return first, last, size, nil
}

// rangeLength returns how many bytes an answer holds of those at off of a file
// of that size, of which a server may send fewer than were asked for.
func rangeLength(answer *http.Response, off, size int64) (int64, error) {
	if answer.Header.Get("Content-Encoding") != "" {
		return 0, ErrPacked
	}
	first, last, total, err := ContentRange(answer.Header.Get("Content-Range"))
	switch {
	case err != nil:
		return 0, err
	case total >= 0 && total != size:
		return 0, store.ErrReplaced
	case first != off:
		return 0, fmt.Errorf("the server answers with the bytes at %d, %d were asked for", first, off)
	}
	return last - first + 1, nil
}

// ReadRange reads into p what an answer holds of the bytes at off of a file of
// that size.
func ReadRange(answer *http.Response, p []byte, off, size int64) (int, error) {
	length, err := rangeLength(answer, off, size)
	if err != nil {
		return 0, err
	}
	return readSome(answer.Body, p[:min(int64(len(p)), length)])
}

// readSome fills p from a body, or says that it broke off.
func readSome(body io.Reader, p []byte) (int, error) {
	n, err := io.ReadFull(body, p)
	if err != nil {
		return n, &BrokenError{err}
	}
	return n, nil
}

// ReadWhole returns a body that is not too large to keep.
func ReadWhole(answer *http.Response) ([]byte, error) {
	if answer.Header.Get("Content-Encoding") != "" {
		return nil, ErrPacked
	}
	if answer.ContentLength > MaxWhole {
		return nil, errNoRanges(answer.ContentLength)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, MaxWhole+1))
	switch {
	case err != nil:
		return nil, &BrokenError{err}
	case len(data) > MaxWhole:
		return nil, errNoRanges(answer.ContentLength)
	}
	return data, nil
}

// FromMemory reads from what is in memory already.
func FromMemory(data []byte) store.ReadRange {
	return func(ctx context.Context, p []byte, off int64) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return copy(p, data[off:]), nil
	}
}

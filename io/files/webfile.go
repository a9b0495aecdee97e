package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// webWhole is the largest file, in bytes, that is kept in memory because its
// server answers no range requests.
const webWhole = 16 << 20

var errPacked = errors.New("the server packs it on the way (Content-Encoding), so it cannot be read at an offset: download it, and name the local file")

func errNoRanges(size int64) error {
	of := "the file's size is not known"
	if size >= 0 {
		of = fmt.Sprintf("the file has %d bytes", size)
	}
	return fmt.Errorf("the server answers no range requests, without which a file may have %d MiB, and %s: download it, and name the local file", webWhole>>20, of)
}

// span asks for the n bytes at off.
func span(req *http.Request, off, n int64) {
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", off, off+n-1))
}

// contentRange reads where the bytes of a 206 lie (RFC 9110, 14.4); size is -1
// where the server does not tell it.
func contentRange(header string) (first, last, size int64, err error) {
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
		return 0, errPacked
	}
	first, last, total, err := contentRange(answer.Header.Get("Content-Range"))
	switch {
	case err != nil:
		return 0, err
	case total >= 0 && total != size:
		return 0, errReplaced
	case first != off:
		return 0, fmt.Errorf("the server answers with the bytes at %d, %d were asked for", first, off)
	}
	return last - first + 1, nil
}

// readRange reads into p what an answer holds of the bytes at off of a file of
// that size.
func readRange(answer *http.Response, p []byte, off, size int64) (int, error) {
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
		return n, &brokenError{err}
	}
	return n, nil
}

// readWhole returns a body that is not too large to keep.
func readWhole(answer *http.Response) ([]byte, error) {
	if answer.Header.Get("Content-Encoding") != "" {
		return nil, errPacked
	}
	if answer.ContentLength > webWhole {
		return nil, errNoRanges(answer.ContentLength)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, webWhole+1))
	switch {
	case err != nil:
		return nil, &brokenError{err}
	case len(data) > webWhole:
		return nil, errNoRanges(answer.ContentLength)
	}
	return data, nil
}

// newWebFile makes a File of a way to read a range.
func newWebFile(ctx context.Context, info Info, read func(ctx context.Context, p []byte, off int64) (int, error)) File {
	ctx, cancel := context.WithCancel(ctx)
	return &objectFile{cancel: cancel, info: info, read: func(p []byte, off int64) (int, error) { return read(ctx, p, off) }}
}

// ofMemory reads from what is in memory already.
func ofMemory(data []byte) func(ctx context.Context, p []byte, off int64) (int, error) {
	return func(ctx context.Context, p []byte, off int64) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return copy(p, data[off:]), nil
	}
}

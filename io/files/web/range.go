package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// validator is what an answer says of the version that it is of: a strong
// ETag, or else when it was last modified, or else a weak ETag (RFC 9110, 8.8).
type validator struct {
	name, value string // of the header; empty if it says nothing
}

func validatorOf(h http.Header) validator {
	etag, modified := h.Get("ETag"), h.Get("Last-Modified")
	switch {
	case etag != "" && !strings.HasPrefix(etag, "W/"):
		return validator{"ETag", etag}
	case modified != "":
		return validator{"Last-Modified", modified}
	case etag != "":
		return validator{"ETag", etag}
	}
	return validator{}
}

// version names it. Times are to the second, so the size is part of it.
func (v validator) version(size int64) string {
	if v.name == "ETag" {
		return v.value
	}
	return fmt.Sprintf("%s %d", v.value, size)
}

// require has the server refuse to answer with another version. A weak ETag
// never satisfies If-Match, so it is only compared.
func (v validator) require(req *http.Request) {
	switch {
	case v.name == "Last-Modified":
		req.Header.Set("If-Unmodified-Since", v.value)
	case !strings.HasPrefix(v.value, "W/"):
		req.Header.Set("If-Match", v.value)
	}
}

// rangeReader reads one version of what a link leads to, by range. Every request
// follows the link anew, for what it redirects to may be good for a moment only.
type rangeReader struct {
	http *httpclient.Client
	link *url.URL
	size int64
	same validator
}

// read fills p.
func (r *rangeReader) read(ctx context.Context, p []byte, off int64) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.readSome(ctx, p[n:], off+int64(n))
		n += m
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = store.ErrReplaced
	}
	return n, err
}

// readSome reads what one answer holds. One that breaks off is taken up where
// it ended.
func (r *rangeReader) readSome(ctx context.Context, p []byte, off int64) (n int, err error) {
	err = r.http.Do(ctx, httpclient.Exchange{
		Size: int64(len(p)),
		Request: func(ctx context.Context) (*http.Request, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.link.String(), nil)
			if err != nil {
				return nil, err
			}
			httpclient.SetRange(req, off+int64(n), int64(len(p)-n))
			r.same.require(req)
			return req, nil
		},
		Answer: func(answer *http.Response) error {
			if err := r.check(answer); err != nil {
				return err
			}
			m, err := httpclient.ReadRange(answer, p[n:], off+int64(n), r.size)
			n += m
			return err
		},
	})
	return n, err
}

// check is an error if the answer is of another version, or of no range.
// Servers that know nothing of conditions are found out by what they send.
func (r *rangeReader) check(answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusPreconditionFailed, http.StatusRequestedRangeNotSatisfiable:
		return store.ErrReplaced
	}
	if err := httpclient.CheckStatus(answer, http.StatusOK, http.StatusPartialContent); err != nil {
		return err
	}
	if validatorOf(answer.Header) != r.same {
		return store.ErrReplaced
	}
	if answer.StatusCode == http.StatusOK {
		return errors.New("the server answers no range requests any more")
	}
	return nil
}

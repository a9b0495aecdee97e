package hub

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
)

// file reads a file of one commit, whose bytes never change. The Hub
// redirects to where they lie, by a link that is signed for an hour or so; it
// is used until it is refused, since the Hub counts the requests to itself.
type file struct {
	server *server
	at     location
	size   int64

	mu    sync.Mutex
	lies  *url.URL // where the Hub redirected to; nil = not asked yet
	whole []byte   // of a small file, whose server does not answer with ranges
}

func (f *file) read(ctx context.Context, p []byte, off int64) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = f.readSome(ctx, p[n:], off+int64(n))
		n += m
	}
	return n, f.server.explain(f.at.repo, err)
}

// readSome reads what one answer holds. One that breaks off is taken up where
// it ended.
func (f *file) readSome(ctx context.Context, p []byte, off int64) (n int, err error) {
	if whole := f.kept(); whole != nil {
		return httpclient.FromMemory(whole)(ctx, p, off)
	}
	var asked *url.URL
	err = f.server.http.Do(ctx, httpclient.Exchange{
		Size: int64(len(p)),
		Request: func(ctx context.Context) (*http.Request, error) {
			asked = f.place()
			req, err := f.server.request(ctx, http.MethodGet, asked.String(), "")
			if err != nil {
				return nil, err
			}
			httpclient.SetRange(req, off+int64(n), int64(len(p)-n))
			return req, nil
		},
		Answer: func(answer *http.Response) error {
			if err := f.check(asked, answer); err != nil {
				return err
			}
			if answer.StatusCode == http.StatusOK {
				data, err := f.keep(answer)
				if err == nil {
					n += copy(p[n:], data[off+int64(n):])
				}
				return err
			}
			m, err := httpclient.ReadRange(answer, p[n:], off+int64(n), f.size)
			n += m
			return err
		},
	})
	return n, err
}

// check refuses what is not the file's content. A signed link that has run out
// is forgotten, and the Hub asked for another.
func (f *file) check(asked *url.URL, answer *http.Response) error {
	err := httpclient.CheckStatus(answer, http.StatusOK, http.StatusPartialContent)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err == nil && !httpclient.SameOrigin(answer.Request.URL, f.server.endpoint):
		f.lies = answer.Request.URL
	case err != nil && !httpclient.SameOrigin(asked, f.server.endpoint) && !httpclient.Passes(err):
		if f.lies != nil && *f.lies == *asked {
			f.lies = nil
		}
		return &httpclient.BrokenError{Err: err}
	}
	return err
}

// place is where to ask for the content.
func (f *file) place() *url.URL {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lies != nil {
		return f.lies
	}
	link := *f.server.endpoint
	path := fmt.Sprintf("%s/datasets/%s/resolve/%s/", link.Path, f.at.dataset, f.at.revision)
	link.RawPath = path + escapePath(f.at.path)
	link.Path = path + f.at.path
	return &link
}

func escapePath(name string) string {
	elements := strings.Split(name, "/")
	for i, e := range elements {
		elements[i] = url.PathEscape(e)
	}
	return strings.Join(elements, "/")
}

func (f *file) kept() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.whole
}

// keep holds on to a whole file.
func (f *file) keep(answer *http.Response) ([]byte, error) {
	data, err := httpclient.ReadWhole(answer)
	if err != nil {
		return nil, err
	}
	if int64(len(data)) != f.size {
		return nil, errors.New("the Hub answers with another size than it lists")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.whole = data
	return data, nil
}

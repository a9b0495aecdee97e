package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// backend is any web server. A file is what a link leads to; there are no
// folders and no listing.
type backend struct {
	http *httpclient.Client
}

// parseLink reads a link. It is the user's own, so it may lead anywhere.
func parseLink(uri string) (*url.URL, error) {
	link, err := url.Parse(uri)
	if err != nil {
		var about *url.Error
		if errors.As(err, &about) {
			err = about.Err
		}
		return nil, fmt.Errorf("not a link: %w", err)
	}
	link.Fragment, link.RawFragment = "", ""
	switch {
	case link.Host == "":
		return nil, errors.New("not a link: no server is named")
	case strings.ContainsAny(link.Path, "*["):
		return nil, errors.New("a web server does not list its files, so a pattern cannot be matched: name each file (a * or [ in a name is written %2A or %5B)")
	case link.Path == "" || strings.HasSuffix(link.Path, "/"):
		return nil, errors.New("a web server does not list its files, so a folder cannot be read: name each file")
	}
	return link, nil
}

// plain drops a link's user, query and fragment.
func plain(uri string) string {
	uri, _, _ = strings.Cut(uri, "#")
	uri, _, _ = strings.Cut(uri, "?")
	before, rest, _ := strings.Cut(uri, "://")
	host, path, slash := strings.Cut(rest, "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if slash {
		host += "/"
	}
	return before + "://" + host + path
}

// Close implements store.Reader; who owns the HTTP client closes it.
func (backend) Close() error { return nil }

func (s backend) Glob(ctx context.Context, uri string) ([]store.Info, error) {
	info, err := s.Stat(ctx, uri)
	if err != nil {
		return nil, err
	}
	return []store.Info{info}, nil
}

func (backend) List(_ context.Context, uri string) ([]store.Info, error) {
	return nil, fmt.Errorf("a web server does not list its files (%w)", errors.ErrUnsupported)
}

func (s backend) Stat(ctx context.Context, uri string) (store.Info, error) {
	found, err := s.look(ctx, uri)
	return found.info, err
}

func (s backend) Open(ctx context.Context, uri string) (store.File, error) {
	found, err := s.look(ctx, uri)
	if err != nil {
		return nil, err
	}
	if found.ranges == nil {
		return store.NewRangeFile(ctx, found.info, plain(found.info.URI), httpclient.FromMemory(found.data)), nil
	}
	return store.NewRangeFile(ctx, found.info, plain(found.info.URI), found.ranges.read), nil
}

// found is what a link led to: a file that can be read by range, or all of it.
type found struct {
	info   store.Info
	ranges *rangeReader
	data   []byte
}

// look asks for the first byte, whose answer tells the size, the version and
// whether ranges can be had. A HEAD would be refused where a link is signed
// for a GET, and does not tell for certain.
func (s backend) look(ctx context.Context, uri string) (found, error) {
	link, err := parseLink(uri)
	if err != nil {
		return found{}, err
	}
	var f found
	ask := true // not of an empty file, which has no first byte
	get := httpclient.Exchange{
		Size: httpclient.MaxWhole,
		Request: func(ctx context.Context) (*http.Request, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, link.String(), nil)
			if err == nil && ask {
				httpclient.SetRange(req, 0, 1)
			}
			return req, err
		},
		Answer: func(answer *http.Response) (err error) {
			f, err = s.found(uri, link, answer)
			return err
		},
	}
	err = s.http.Do(ctx, get)
	var refused *httpclient.StatusError
	if errors.As(err, &refused) && refused.Code == http.StatusRequestedRangeNotSatisfiable {
		ask = false
		err = s.http.Do(ctx, get)
	}
	return f, err
}

func (s backend) found(uri string, link *url.URL, answer *http.Response) (found, error) {
	if err := httpclient.CheckStatus(answer, http.StatusOK, http.StatusPartialContent); err != nil {
		return found{}, err
	}
	same := validatorOf(answer.Header)
	if answer.StatusCode == http.StatusPartialContent {
		_, _, size, err := httpclient.ContentRange(answer.Header.Get("Content-Range"))
		switch {
		case err != nil:
			return found{}, err
		case answer.Header.Get("Content-Encoding") != "":
			return found{}, httpclient.ErrPacked
		case size < 0:
			return found{}, errors.New("the server does not tell the file's size")
		case same.name == "":
			return found{}, errors.New("the server sends neither an ETag nor Last-Modified, so it would go unnoticed if the file changed: download it, and name the local file")
		}
		info := store.Info{URI: uri, Size: size, Version: same.version(size)}
		return found{info: info, ranges: &rangeReader{http: s.http, link: link, size: size, same: same}}, nil
	}
	data, err := httpclient.ReadWhole(answer)
	if err != nil {
		return found{}, err
	}
	version := same.version(int64(len(data)))
	if same.name == "" {
		sum := sha256.Sum256(data)
		version = hex.EncodeToString(sum[:])
	}
	return found{info: store.Info{URI: uri, Size: int64(len(data)), Version: version}, data: data}, nil
}

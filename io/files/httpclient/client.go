// Package httpclient reads files over HTTP for the stores of io/files that do: it
// bounds the requests in flight and the wait for each, tries again with the
// pauses that a server asks for, and reads ranges of bytes. It follows redirects
// without telling one server what is for another.
//
// These files are the user's own inputs. How pictures are fetched, with every
// limit of that, is in transforms/fetch/web, and the two share nothing.
//
// It imports io/files/store and the standard library.
package httpclient

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	// connectWithin, and then silence for the answer's start, bound the wait for
	// a server; slowest (bytes a second) bounds the wait for a body.
	connectWithin = 30 * time.Second
	silence       = time.Minute
	slowest       = 32 << 10
	// concurrency is how many requests are in flight, over all servers.
	concurrency = 16
	// redirects is how many redirects a request follows.
	redirects = 10
	// longestAsked is the longest pause that a server may name. The Hub's limits
	// are counted in windows of five minutes.
	longestAsked = 5*time.Minute + 10*time.Second
)

// Client speaks HTTP for the stores that are read over the web. It connects on
// the first call, and is safe for concurrent use.
type Client struct {
	mu     sync.Mutex
	http   *http.Client
	slots  chan struct{}
	closed bool
	pauses store.Pauses
}

// New returns a client that waits so long between the tries of a request.
func New(pauses store.Pauses) *Client { return &Client{pauses: pauses} }

func (c *Client) connect() (*http.Client, chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, nil, store.ErrClosed
	}
	if c.http == nil {
		c.http = &http.Client{Transport: transport(), CheckRedirect: checkRedirect}
		c.slots = make(chan struct{}, concurrency)
	}
	return c.http, c.slots, nil
}

// transport goes through the environment's proxy, as Go's own does, and
// takes bodies as they are stored: a range of a packed file is no file.
func transport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: connectWithin}).DialContext,
		TLSHandshakeTimeout:   connectWithin,
		ResponseHeaderTimeout: silence,
		IdleConnTimeout:       silence,
		MaxIdleConnsPerHost:   concurrency,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true,
	}
}

// checkRedirect keeps what proves who we are from every other server than the
// one it is for; package http goes by the host's name only, and counts hosts
// below it in. A link may be a secret too, so the next server is not told it.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > redirects {
		return fmt.Errorf("%w: more than %d", errRedirect, redirects)
	}
	if next.URL.Scheme != "https" && next.URL.Scheme != "http" {
		return fmt.Errorf("%w to %s://", errRedirect, next.URL.Scheme)
	}
	if !SameOrigin(next.URL, via[0].URL) {
		next.Header.Del("Authorization")
	}
	next.Header.Del("Referer")
	return nil
}

var errRedirect = errors.New("the server redirects where nobody can follow")

// SameOrigin says whether two links lead to the same server.
func SameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// Close lets go of the connections.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.http != nil {
		c.http.CloseIdleConnections()
	}
}

// Exchange is one request and what is made of its answer. Both are called
// anew for every try, so that a body that broke off can be taken up again.
type Exchange struct {
	Size    int64 // of the body that is awaited, in bytes; it decides the deadline
	Request func(ctx context.Context) (*http.Request, error)
	// Answer reads the answer, whatever its status. A BrokenError, or a
	// StatusError that may pass, has the exchange tried again.
	Answer func(*http.Response) error
}

// Do tries an exchange until it succeeds or cannot, with growing pauses.
func (c *Client) Do(ctx context.Context, x Exchange) error {
	for attempt := range store.Attempts {
		err := c.try(ctx, x)
		if err == nil || attempt == store.Attempts-1 || ctx.Err() != nil || !Passes(err) {
			return err
		}
		if asked, ok := askedPause(err); ok {
			err = store.Sleep(ctx, max(asked, c.pauses(attempt)))
		} else {
			err = store.Sleep(ctx, c.pauses(attempt))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) try(ctx context.Context, x Exchange) error {
	client, slots, err := c.connect()
	if err != nil {
		return err
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	patience := silence + time.Duration(x.Size/slowest)*time.Second
	limited, cancel := context.WithTimeoutCause(ctx, patience, errSlow)
	defer cancel()
	req, err := x.Request(limited)
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", "beamcrop (+https://github.com/beamcrop/beamcrop)")
	req.Header.Set("Accept-Encoding", "identity")
	answer, err := client.Do(req)
	if err != nil {
		return transportError(ctx, limited, err)
	}
	defer answer.Body.Close() //nolint:errcheck // all of it that is wanted has been read
	err = x.Answer(answer)
	var broken *BrokenError
	if errors.As(err, &broken) {
		return transportError(ctx, limited, broken.Err)
	}
	return err
}

// BrokenError is of an answer that did not come, or not whole: it may next time.
type BrokenError struct{ Err error }

// Error implements error.
func (e *BrokenError) Error() string { return e.Err.Error() }

// Unwrap returns what broke it.
func (e *BrokenError) Unwrap() error { return e.Err }

var errSlow = errors.New("the server sends nothing, or too slowly")

// transportError says why an answer did not come, without the link, which may
// be a secret.
func transportError(ctx, limited context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if limited.Err() != nil {
		return &BrokenError{context.Cause(limited)}
	}
	var about *url.Error
	if errors.As(err, &about) {
		err = about.Err
	}
	if lasts(err) {
		return err
	}
	return &BrokenError{err}
}

// lasts says whether an exchange fails in the same way next time.
func lasts(err error) bool {
	var certificate *tls.CertificateVerificationError
	var notTLS tls.RecordHeaderError
	var name *net.DNSError
	return errors.As(err, &certificate) || errors.As(err, &notTLS) || errors.As(err, &name) && name.IsNotFound || errors.Is(err, errRedirect)
}

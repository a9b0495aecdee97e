package files

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
)

const (
	// webConnect, and then webSilence for the answer's start, bound the wait for
	// a server; webSlowest (bytes a second) bounds the wait for a body.
	webConnect = 30 * time.Second
	webSilence = time.Minute
	webSlowest = 32 << 10
	// webConcurrency is how many requests are in flight, over all servers.
	webConcurrency = 16
	// webRedirects is how many redirects a request follows.
	webRedirects = 10
	// webLongestAsked is the longest pause that a server may name. The Hub's limits
	// are counted in windows of five minutes.
	webLongestAsked = 5*time.Minute + 10*time.Second
)

// webClient speaks HTTP for the stores that are read over the web. It is made
// by the first call, and safe for concurrent use.
type webClient struct {
	mu     sync.Mutex
	http   *http.Client
	slots  chan struct{}
	closed bool
	pauses pauses
}

func (c *webClient) connect() (*http.Client, chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, nil, errFilesClosed
	}
	if c.http == nil {
		c.http = &http.Client{Transport: webTransport(), CheckRedirect: checkRedirect}
		c.slots = make(chan struct{}, webConcurrency)
	}
	return c.http, c.slots, nil
}

// webTransport goes through the environment's proxy, as Go's own does, and
// takes bodies as they are stored: a range of a packed file is no file.
func webTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: webConnect}).DialContext,
		TLSHandshakeTimeout:   webConnect,
		ResponseHeaderTimeout: webSilence,
		IdleConnTimeout:       webSilence,
		MaxIdleConnsPerHost:   webConcurrency,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true,
	}
}

// checkRedirect keeps what proves who we are from every other server than the
// one it is for; package http goes by the host's name only, and counts hosts
// below it in. A link may be a secret too, so the next server is not told it.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > webRedirects {
		return fmt.Errorf("%w: more than %d", errRedirect, webRedirects)
	}
	if next.URL.Scheme != httpsScheme && next.URL.Scheme != httpScheme {
		return fmt.Errorf("%w to %s://", errRedirect, next.URL.Scheme)
	}
	if !sameOrigin(next.URL, via[0].URL) {
		next.Header.Del("Authorization")
	}
	next.Header.Del("Referer")
	return nil
}

var errRedirect = errors.New("the server redirects where nobody can follow")

func sameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

func (c *webClient) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.http != nil {
		c.http.CloseIdleConnections()
	}
}

// exchange is one request and what is made of its answer. Both are called
// anew for every try, so that a body that broke off can be taken up again.
type exchange struct {
	size    int64 // of the body that is awaited, in bytes; it decides the deadline
	request func(ctx context.Context) (*http.Request, error)
	// answer reads the answer, whatever its status. A brokenError, or a
	// statusError that may pass, has the exchange tried again.
	answer func(*http.Response) error
}

// do tries an exchange until it succeeds or cannot, with growing pauses.
func (c *webClient) do(ctx context.Context, x exchange) error {
	for attempt := range attempts {
		err := c.try(ctx, x)
		if err == nil || attempt == attempts-1 || ctx.Err() != nil || !passes(err) {
			return err
		}
		if asked, ok := askedPause(err); ok {
			err = sleep(ctx, max(asked, c.pauses(attempt)))
		} else {
			err = sleep(ctx, c.pauses(attempt))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *webClient) try(ctx context.Context, x exchange) error {
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
	patience := webSilence + time.Duration(x.size/webSlowest)*time.Second
	limited, cancel := context.WithTimeoutCause(ctx, patience, errSlow)
	defer cancel()
	req, err := x.request(limited)
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
	err = x.answer(answer)
	var broken *brokenError
	if errors.As(err, &broken) {
		return transportError(ctx, limited, broken.err)
	}
	return err
}

// brokenError is of an answer that did not come, or not whole: it may next time.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

var errSlow = errors.New("the server sends nothing, or too slowly")

// transportError says why an answer did not come, without the link, which may
// be a secret.
func transportError(ctx, limited context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if limited.Err() != nil {
		return &brokenError{context.Cause(limited)}
	}
	var about *url.Error
	if errors.As(err, &about) {
		err = about.Err
	}
	if lasts(err) {
		return err
	}
	return &brokenError{err}
}

// lasts says whether an exchange fails in the same way next time.
func lasts(err error) bool {
	var certificate *tls.CertificateVerificationError
	var notTLS tls.RecordHeaderError
	var name *net.DNSError
	return errors.As(err, &certificate) || errors.As(err, &notTLS) || errors.As(err, &name) && name.IsNotFound || errors.Is(err, errRedirect)
}

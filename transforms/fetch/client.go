package fetch

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// outcome is what came of one request: a body (err and moved nil), a redirect
// (moved), or an error.
type outcome struct {
	body       []byte
	received   int64 // bytes of the body, kept or not
	status     int   // 0 if there was no answer
	err        *reason.Error
	moved      *target
	retryAfter time.Duration // how long the server asks to wait; 0 if it does not
	paused     time.Duration // waited for memory, which is not the server's time
	shortage   bool          // this machine ran out of something: err says nothing about the server
	release    func()        // gives back the body's memory; nil if it holds none
}

// client makes single requests. It has no cookies, sends no Referer and no
// credentials, and takes no proxy from the environment.
type client struct {
	options   Options
	transport *http.Transport
	header    http.Header
	memory    memory
	closeAll  context.CancelFunc
}

func newClient(o Options) *client {
	base, closeAll := context.WithCancel(context.Background())
	dialer := &net.Dialer{Timeout: min(10*time.Second, o.Timeout), KeepAlive: 30 * time.Second}
	if !o.AllowPrivate {
		dialer.Control = newGuard().control
	}
	return &client{
		options: o,
		transport: &http.Transport{
			DialContext:            ownedDial(base, dialer),
			TLSHandshakeTimeout:    min(10*time.Second, o.Timeout),
			ResponseHeaderTimeout:  o.Timeout,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConns:           2 * o.Concurrency,
			MaxIdleConnsPerHost:    o.HostConcurrency,
			IdleConnTimeout:        30 * time.Second,
			DisableCompression:     true,
			ForceAttemptHTTP2:      true,
			HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: freeBody},
		},
		header: http.Header{
			"User-Agent": {o.UserAgent},
			// The common formats by name, and no newer ones: a server that
			// converts pictures on the fly should send the one it stores.
			"Accept":          {"image/jpeg,image/png,image/gif;q=0.9,image/*;q=0.8,*/*;q=0.5"},
			"Accept-Encoding": {"identity"},
		},
		memory:   newMemory(o.MaxBytes),
		closeAll: closeAll,
	}
}

// close ends every connection, also those that are being made.
func (c *client) close() {
	c.closeAll()
	c.transport.CloseIdleConnections()
}

// get makes one request, body included, within allow.
func (c *client) get(ctx context.Context, t target, allow time.Duration) outcome {
	ctx, timer, stop := withAttemptTimer(ctx, allow)
	defer stop()
	req := (&http.Request{Method: http.MethodGet, URL: t.url, Host: t.url.Host, Header: c.header}).WithContext(ctx)
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return c.failed(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	location := resp.Header.Get("Location")
	switch {
	case resp.StatusCode == http.StatusOK:
		return c.receive(ctx, timer, resp)
	case isRedirect(resp.StatusCode) && location != "":
		drain(resp)
		return redirected(t, resp.StatusCode, location, c.options.MaxRedirects)
	default:
		drain(resp)
		return outcome{
			status:     resp.StatusCode,
			err:        classifyStatus(resp.StatusCode),
			retryAfter: parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()),
		}
	}
}

// failed is the outcome of a request that got no answer.
func (c *client) failed(ctx context.Context, err error) outcome {
	o := outcome{err: classify(ctx, err), shortage: isShortage(err)}
	if o.shortage {
		c.transport.CloseIdleConnections()
	}
	return o
}

// receive reads the body of a good answer.
func (c *client) receive(ctx context.Context, timer *attemptTimer, resp *http.Response) outcome {
	o := outcome{status: resp.StatusCode}
	src, length, err := unwrap(ctx, resp)
	if err == nil {
		b := &body{src: src, length: length, max: c.options.MaxBytes}
		b.acquire = func(n int64) (func(), error) { return c.memory.acquire(ctx, timer, n) }
		o.body, err = b.read(ctx)
		o.received, o.release = int64(len(o.body)), b.release
	}
	if err != nil {
		err.Status = resp.StatusCode
		o.err, o.body = err, nil
		o.free()
	}
	o.paused = timer.paused
	return o
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func redirected(t target, status int, location string, limit int) outcome {
	to, err := t.follow(location, limit)
	if err != nil {
		err.Status = status
		return outcome{status: status, err: err}
	}
	return outcome{status: status, moved: &to}
}

// drain reads the rest of a short body, so that its connection can be used again.
func drain(resp *http.Response) {
	const most = 4 << 10
	if resp.ContentLength <= most {
		_, _ = io.CopyN(io.Discard, resp.Body, most+1)
	}
}

// succeeded reports that o holds a body.
func (o *outcome) succeeded() bool { return o.err == nil && o.moved == nil && !o.shortage }

// free gives back the body's memory.
func (o *outcome) free() {
	if o.release != nil {
		o.release()
		o.release = nil
	}
}

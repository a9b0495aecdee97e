package fetch

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// outcome is what came of one request: a body (err and moved nil), a redirect
// (moved), or an error.
type outcome struct {
	body       []byte
	received   int64 // bytes of the body as they came, kept or not
	status     int   // 0 if there was no answer
	err        *reason.Error
	moved      *target
	retryAfter time.Duration // how long the server asks to wait; 0 if it does not
	paused     time.Duration // waited for memory, which is not the server's time
	shortage   bool          // this machine ran out of something: err says nothing about the server
	crawlDelay time.Duration // how far apart the host wants requests, by its robots.txt; 0 if it does not say
	finalURL   string        // where the request went, if redirects led there; else ""
	release    func()        // gives back the body's memory; nil if it holds none
}

// client makes single requests. It has no cookies, sends no Referer and no
// credentials, and takes no proxy from the environment unless asked.
type client struct {
	options   Options
	transport *http.Transport
	header    http.Header
	resolver  *resolver
	dialer    *dialer
	guard     *guard // nil: any address may be reached
	ports     ports
	proxy     proxy
	robots    *robots // nil: not asked
	agents    []string
	memory    memory
	closeAll  context.CancelFunc
}

// newClient expects options that Validate has passed.
func newClient(o Options) *client {
	owner, closeAll := context.WithCancel(context.Background())
	share := shareDescriptors(descriptorLimit())
	c := &client{
		options:  o,
		resolver: newResolver(owner, o, share.lookups),
		agents:   agentNames(o.UserAgent),
		memory:   newMemory(o.MaxBytes),
		closeAll: closeAll,
		header: http.Header{
			"User-Agent": {o.UserAgent},
			// The common formats by name, and no newer ones: a server that
			// converts pictures on the fly should send the one it stores.
			"Accept":          {"image/jpeg,image/png,image/gif;q=0.9,image/*;q=0.8,*/*;q=0.5"},
			"Accept-Encoding": {"identity"},
		},
	}
	c.ports, _ = parsePorts(o.AllowedPorts) // Validate has looked at both
	c.proxy, _ = newProxy(o.Proxy)
	if !o.AllowPrivate {
		g := newGuard()
		c.guard = &g
	}
	if o.RespectRobots {
		c.robots = newRobots(c.agents)
	}
	c.dialer = c.newDialer(owner)
	c.transport = c.newTransport(share.idle)
	return c
}

// close ends every connection, also those that are being made.
func (c *client) close() {
	c.closeAll()
	c.resolver.close()
	c.transport.CloseIdleConnections()
}

// get makes one request, body included, within allow.
func (c *client) get(ctx context.Context, t target, allow time.Duration) outcome {
	ctx, timer, stop := withAttemptTimer(ctx, allow)
	defer stop()
	o := c.attempt(ctx, timer, t)
	if len(t.trail) > 0 && o.moved == nil {
		o.finalURL = t.url.String()
		if o.err != nil {
			o.err.Err = fmt.Errorf("%w (redirected to %s)", o.err.Err, clip(o.finalURL))
		}
	}
	return o
}

func (c *client) attempt(ctx context.Context, timer *attemptTimer, t target) outcome {
	if err := c.admit(ctx, t); err != nil {
		return c.fault(err)
	}
	var delay time.Duration
	if c.robots != nil && !t.cleared {
		o, goOn := c.consult(ctx, t)
		if !goOn {
			return o
		}
		delay = o.crawlDelay
	}
	resp, err := c.open(ctx, t)
	if err != nil {
		return c.failed(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	o := c.answer(ctx, timer, t, resp)
	o.crawlDelay = delay
	return o
}

// open makes one request and returns its answer's header.
func (c *client) open(ctx context.Context, t target) (*http.Response, error) {
	req := &http.Request{Method: http.MethodGet, URL: t.url, Host: t.url.Host, Header: c.header}
	return c.transport.RoundTrip(req.WithContext(ctx))
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

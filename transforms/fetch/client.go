package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
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

func (c *client) newDialer(owner context.Context) *dialer {
	d := &dialer{
		resolver: c.resolver,
		guarded:  &net.Dialer{KeepAlive: 30 * time.Second},
		free:     &net.Dialer{KeepAlive: 30 * time.Second},
		proxies:  c.proxy.addresses,
		timeout:  half(c.options.Timeout),
		owner:    owner,
	}
	if c.guard != nil {
		d.guarded.Control = c.guard.control
	}
	return d
}

// half is the deadline of a phase that should not use up an attempt's time: a
// look-up, a connection, a handshake.
func half(timeout time.Duration) time.Duration { return min(10*time.Second, timeout/2) }

// newTransport has each phase of a request within a deadline of its own. That of
// the header, from its first byte to its last, is three quarters of the attempt's.
// The body's is its rate, see pace.
func (c *client) newTransport(idle int) *http.Transport {
	o := c.options
	return &http.Transport{
		Proxy:                  c.proxy.forTransport(),
		DialContext:            c.dialer.dial,
		TLSHandshakeTimeout:    half(o.Timeout),
		ResponseHeaderTimeout:  min(15*time.Second, o.Timeout*3/4),
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConns:           min(2*o.Concurrency, idle),
		MaxIdleConnsPerHost:    o.HostConcurrency,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		HTTP2: &http.HTTP2Config{
			MaxReceiveBufferPerStream: freeBody,
			SendPingTimeout:           10 * time.Second, // a dead connection would fail all rows that share it
		},
	}
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

// admit refuses what no request may be made for, and finds the host's addresses.
func (c *client) admit(ctx context.Context, t target) *reason.Error {
	if !c.ports.allows(t.url.Scheme, t.url.Port()) {
		return reason.Errorf(reason.BlockedAddress, "port %s is refused", t.url.Port())
	}
	if c.proxy.serves(t.url) {
		return c.admitToProxy(t)
	}
	_, err := c.resolver.lookup(ctx, t.url.Hostname())
	return err
}

// admitToProxy refuses a target that is written as an address that rows may not
// reach. Names are the proxy's to look up.
func (c *client) admitToProxy(t target) *reason.Error {
	addr, err := netip.ParseAddr(t.url.Hostname())
	if isName := err != nil; isName || c.guard == nil {
		return nil
	}
	if err := c.guard.check(addr); err != nil {
		return &reason.Error{Reason: reason.BlockedAddress, Err: err}
	}
	return nil
}

// open makes one request and returns its answer's header.
func (c *client) open(ctx context.Context, t target) (*http.Response, error) {
	req := &http.Request{Method: http.MethodGet, URL: t.url, Host: t.url.Host, Header: c.header}
	return c.transport.RoundTrip(req.WithContext(ctx))
}

// answer says what an answer comes to.
func (c *client) answer(ctx context.Context, timer *attemptTimer, t target, resp *http.Response) outcome {
	watched := timer.watch(resp.Body, half(c.options.Timeout))
	defer watched.stop()
	resp.Body = watched
	location := resp.Header.Get("Location")
	if c.options.RespectOptOut && resp.StatusCode < 400 {
		if err := optedOut(resp.Header, c.agents); err != nil {
			err.Status = resp.StatusCode
			return outcome{status: resp.StatusCode, err: err}
		}
	}
	switch {
	case resp.StatusCode == http.StatusOK:
		return c.receive(ctx, timer, resp, watched)
	case isRedirect(resp.StatusCode) && location != "":
		drain(resp)
		return redirected(t, resp.StatusCode, location, c.options.MaxRedirects)
	default:
		return c.refused(resp)
	}
}

// refused is the outcome of an answer that is neither good nor a redirect, with
// the server's own words if it has some.
func (c *client) refused(resp *http.Response) outcome {
	o := outcome{
		status:     resp.StatusCode,
		err:        classifyStatus(resp.StatusCode),
		retryAfter: parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()),
	}
	text := strings.TrimSpace(snippet(resp))
	if text != "" && !strings.EqualFold(text, http.StatusText(resp.StatusCode)) {
		o.err.Err = fmt.Errorf("%w: %q", o.err.Err, text)
	}
	return o
}

// failed is the outcome of a request that got no answer.
func (c *client) failed(ctx context.Context, err error) outcome { return c.fault(classify(ctx, err)) }

// fault is the outcome of an error that has its reason.
func (c *client) fault(err *reason.Error) outcome {
	o := outcome{err: err, shortage: isShortage(err)}
	if err.Reason == reason.DNS && err.Retry {
		o.retryAfter = failedTTL // sooner there would be the same answer
	}
	if o.shortage {
		c.transport.CloseIdleConnections()
	}
	return o
}

// receive reads the body of a good answer.
func (c *client) receive(ctx context.Context, timer *attemptTimer, resp *http.Response, watched *pace) outcome {
	o := outcome{status: resp.StatusCode}
	src, length, err := unwrap(ctx, resp, watched, c.options.MaxBytes)
	if err == nil {
		b := &body{src: src, length: length, max: c.options.MaxBytes}
		b.acquire = func(n int64) (func(), error) { return c.memory.acquire(ctx, timer, n) }
		o.body, err = b.read(ctx)
		o.release = b.release
	}
	o.received = watched.received()
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

// succeeded reports that o holds a body.
func (o *outcome) succeeded() bool { return o.err == nil && o.moved == nil && !o.shortage }

// free gives back the body's memory.
func (o *outcome) free() {
	if o.release != nil {
		o.release()
		o.release = nil
	}
}

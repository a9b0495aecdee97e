package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/dns"
	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Outcome is what came of one request: a body (Err and Moved nil), a redirect
// (Moved), or an error.
type Outcome struct {
	Body       []byte
	Received   int64 // bytes of the body as they came, kept or not
	Status     int   // 0 if there was no answer
	Err        *reason.Error
	Moved      *link.Target
	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not
	Paused     time.Duration // waited for memory, which is not the server's time
	Stale      bool          // a kept connection broke before any answer: Err says nothing about the link
	Shortage   bool          // this machine ran out of something: Err says nothing about the server
	Proxy      ProxyPart     // what a proxy had to do with it
	Unasked    bool          // robots.txt, known already, forbids it: the host was not asked
	CrawlDelay time.Duration // how far apart the host wants requests, by its robots.txt; 0 if it does not say
	FinalURL   string        // where the request went, if redirects led there; else ""
	Unchanged  bool          // the picture is the version that the target names; there is no body
	Version    Version       // what the server calls the body
	release    func()        // gives back the body's memory; nil if it holds none
}

// Version is what a server says of which version of a picture it sent, to be asked
// by later whether there is a newer one (RFC 9110, section 8.8).
type Version struct{ ETag, LastModified string }

// Client makes single requests. It has no cookies, sends no Referer and no
// credentials, and takes no proxy from the environment unless asked.
type Client struct {
	options   Options
	transport *http.Transport
	fresh     *http.Transport // keeps no connections
	header    http.Header
	resolver  *dns.Resolver
	dialer    *dialer
	ports     guard.Ports
	proxy     proxy
	robots    *robotsCache // nil: not asked
	agents    []string
	memory    memory
	closeAll  context.CancelFunc
}

// New returns a client with options that Validate has passed. Close it after use.
func New(o Options) *Client {
	owner, closeAll := context.WithCancel(context.Background())
	share := resources.ShareDescriptors(resources.DescriptorLimit())
	c := &Client{
		options:  o,
		resolver: dns.New(owner, dns.Options{Server: o.DNSServer, Absolute: o.Guard != nil, Deadline: half(o.Timeout), Lookups: share.Lookups}),
		agents:   robots.AgentNames(o.UserAgent),
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
	c.ports, _ = guard.ParsePorts(o.AllowedPorts) // Validate has looked at both
	c.proxy, _ = newProxy(o.Proxy)
	if o.RespectRobots {
		c.robots = newRobotsCache(c.agents)
	}
	c.dialer = c.newDialer(owner)
	c.transport = c.newTransport(share.Idle)
	c.fresh = c.newTransport(1)
	c.fresh.DisableKeepAlives = true
	return c
}

// Close ends every connection, also those that are being made.
func (c *Client) Close() {
	c.closeAll()
	c.resolver.Close()
	c.transport.CloseIdleConnections()
	c.fresh.CloseIdleConnections()
}

// Get makes one request, body included, within allow.
func (c *Client) Get(ctx context.Context, t link.Target, allow time.Duration) Outcome {
	ctx, timer, stop := withAttemptTimer(ctx, allow)
	defer stop()
	o := c.attempt(ctx, timer, t)
	if len(t.Trail) > 0 && o.Moved == nil {
		o.FinalURL = t.URL.String()
		if o.Err != nil {
			o.Err.Err = fmt.Errorf("%w (redirected to %s)", o.Err.Err, reason.Clip(o.FinalURL))
		}
	}
	return o
}

func (c *Client) attempt(ctx context.Context, timer *attemptTimer, t link.Target) Outcome {
	if err := c.admit(ctx, t); err != nil {
		return c.fault(err)
	}
	var delay time.Duration
	if c.robots != nil && !t.Cleared {
		o, goOn := c.consult(ctx, t)
		if !goOn {
			return o
		}
		delay = o.CrawlDelay
	}
	resp, err := c.open(ctx, t)
	if err != nil {
		return c.unanswered(ctx, t, err)
	}
	defer func() { _ = resp.Body.Close() }()
	o := c.answer(ctx, timer, t, resp)
	if o.Proxy == NoProxy && c.proxy.serves(t.URL) {
		o.Proxy = ProxyServed
	}
	o.CrawlDelay = delay
	return o
}

// open makes one request and returns its answer's header. ctx ends with the
// attempt.
func (c *Client) open(ctx context.Context, t link.Target) (*http.Response, error) {
	transport := c.transport
	if t.Fresh {
		transport = c.fresh
	}
	tried, once := withSendOnce(ctx)
	req := &http.Request{Method: http.MethodGet, URL: t.URL, Host: t.URL.Host, Header: c.headerFor(t)}
	resp, err := transport.RoundTrip(req.WithContext(tried))
	if err != nil && once.again.Load() && ctx.Err() == nil {
		return nil, errResent
	}
	return resp, once.told(err)
}

// headerFor returns the header of a request, which asks for another version than one
// that is known.
func (c *Client) headerFor(t link.Target) http.Header {
	if t.ETag == "" && t.LastModified == "" {
		return c.header
	}
	h := c.header.Clone()
	if t.ETag != "" {
		h.Set("If-None-Match", t.ETag)
	}
	if t.LastModified != "" {
		h.Set("If-Modified-Since", t.LastModified)
	}
	return h
}

// Succeeded reports that o holds a body.
func (o *Outcome) Succeeded() bool { return o.Err == nil && o.Moved == nil && !o.Shortage }

// Refused reports that the server says that it is asked too much.
func (o *Outcome) Refused() bool {
	return o.Status == http.StatusTooManyRequests || o.RetryAfter > 0 && mayRefuse(o.Status)
}

// Busy reports an answer by which servers refuse what is too much without saying
// so. It may as well be a fault of the server or of the link.
func (o *Outcome) Busy() bool { return o.RetryAfter == 0 && mayRefuse(o.Status) }

// Free gives back the body's memory.
func (o *Outcome) Free() {
	if o.release != nil {
		o.release()
		o.release = nil
	}
}

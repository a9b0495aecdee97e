package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	robotsLifetime = 24 * time.Hour  // RFC 9309, section 2.4
	robotsRetry    = 5 * time.Second // until a robots.txt that could not be had is asked for again
	robotsHops     = 5               // RFC 9309, section 2.3.1.2
	maxOrigins     = 1 << 16         // remembered
	maxRobotsBytes = 64 << 20        // that all rules together may take
)

// robots remembers the rules of origins.
type robots struct {
	agents []string

	mu      sync.Mutex
	origins *simplelru.LRU[string, *robotsFile]
	bytes   int
}

// robotsFile is one origin's robots.txt, once done is closed.
type robotsFile struct {
	done      chan struct{}
	rules     *robotsRules // nil if there is an error
	failed    outcome      // what came of the request, if it gave no rules
	abandoned bool         // the row that asked was cancelled: another has to ask
	until     time.Time
}

func newRobots(agents []string) *robots {
	r := &robots{agents: agents}
	forget := func(_ string, f *robotsFile) { r.bytes -= f.size() }
	origins, err := simplelru.NewLRU(maxOrigins, forget)
	if err != nil {
		panic(err) // it refuses a size below 1 only
	}
	r.origins = origins
	return r
}

// claim returns an origin's file; mine says that it is the caller who has to
// fetch and publish it.
func (r *robots) claim(origin string) (f *robotsFile, mine bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, ok := r.origins.Get(origin); ok && !f.stale() {
		return f, false
	}
	r.origins.Remove(origin)
	f = &robotsFile{done: make(chan struct{})}
	r.origins.Add(origin, f)
	return f, true
}

// publish lets everybody read f, and forgets the files not used for longest if
// all together have become too large.
func (r *robots) publish(origin string, f *robotsFile) {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(f.done)
	if at, ok := r.origins.Peek(origin); !ok || at != f { // forgotten meanwhile
		return
	}
	r.bytes += f.size()
	for r.bytes > maxRobotsBytes && r.origins.Len() > 1 {
		r.origins.RemoveOldest()
	}
}

// size is what f counts for: nothing before it is known.
func (f *robotsFile) size() int {
	if !f.known() || f.rules == nil {
		return 0
	}
	return f.rules.size()
}

func (f *robotsFile) known() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

func (f *robotsFile) stale() bool { return f.known() && (f.abandoned || !time.Now().Before(f.until)) }

// verdict is what f makes of t: an error, or leave to fetch it.
func (f *robotsFile) verdict(t target) outcome {
	if f.rules == nil {
		o := f.failed
		err := *o.err // rows add to their errors
		o.err = &err
		return o
	}
	o := outcome{crawlDelay: f.rules.delay}
	if !f.rules.allows(t.url.RequestURI()) {
		o.err = reason.Errorf(reason.BlockedByRobots, "robots.txt of %s does not allow it", clip(t.url.Host))
		return o
	}
	t.cleared = true
	o.moved = &t
	return o
}

// consult asks the origin's robots.txt for leave to fetch t. The row that asks an
// origin first makes that request, and those that come meanwhile wait for it; all
// of them then go through their host's queue once more, as if redirected to where
// they are, so that its limits hold between the two requests. goOn is false for
// them, and for what is refused.
//
// A robots.txt that does not exist (4xx) allows everything. One that the server
// fails to deliver (5xx, 429) forbids everything for now: blocked_by_robots, to
// be retried. A host that cannot be reached has its own reason, as without robots.
func (c *client) consult(ctx context.Context, t target) (o outcome, goOn bool) {
	began := time.Now()
	origin := t.url.Scheme + "://" + t.url.Host
	for {
		f, mine := c.robots.claim(origin)
		switch {
		case mine:
			c.fetchRobots(ctx, t, f)
			c.robots.publish(origin, f)
		case f.known():
			o = f.verdict(t)
			return o, o.err == nil
		default:
			select {
			case <-f.done:
			case <-ctx.Done():
				return c.failed(ctx, ctx.Err()), false
			}
			if f.abandoned {
				continue
			}
		}
		o = f.verdict(t)
		if o.moved != nil {
			o.paused = time.Since(began) // not the link's time
		}
		return o, false
	}
}

// fetchRobots asks for the robots.txt that speaks for t.
func (c *client) fetchRobots(ctx context.Context, t target, f *robotsFile) {
	at := target{url: &url.URL{Scheme: t.url.Scheme, Host: t.url.Host, Path: "/robots.txt"}}
	for hop := 0; ; hop++ {
		o, next, body := c.askRobots(ctx, at)
		switch {
		case next != nil && hop < robotsHops:
			at = *next
			continue
		case next != nil, o.err != nil && isUnavailable(o.status):
			body, o.err = "", nil
		case o.err != nil && (hop > 0 || o.status != 0):
			o.err = &reason.Error{
				Reason: reason.BlockedByRobots, Status: o.status, Retry: o.err.Retry, Err: fmt.Errorf("robots.txt: %w", o.err.Err),
			}
		}
		if o.err == nil {
			f.rules, f.until = parseRobots(body, c.robots.agents), time.Now().Add(robotsLifetime)
			return
		}
		f.failed, f.abandoned = o, ctx.Err() != nil && classifyCause(context.Cause(ctx)) == nil
		f.until = time.Now()
		if o.err.Reason == reason.BlockedByRobots {
			f.failed.retryAfter = max(o.retryAfter, robotsRetry)
			f.until = f.until.Add(robotsRetry)
		}
		return
	}
}

// isUnavailable reports a status that says there is no robots.txt (RFC 9309,
// section 2.3.1.3). A 429 says something else: not now.
func isUnavailable(status int) bool {
	return status >= 300 && status < 500 && status != http.StatusTooManyRequests
}

// askRobots makes one request for a robots.txt: an error, where it leads to, or
// its text.
func (c *client) askRobots(ctx context.Context, at target) (o outcome, next *target, body string) {
	if err := c.admit(ctx, at); err != nil {
		return c.fault(err), nil, ""
	}
	resp, err := c.open(ctx, at)
	if err != nil {
		return c.failed(ctx, err), nil, ""
	}
	defer func() { _ = resp.Body.Close() }()
	location := resp.Header.Get("Location")
	if isRedirect(resp.StatusCode) && location != "" {
		drain(resp)
		o = redirected(at, resp.StatusCode, location, robotsHops+1)
		return o, o.moved, ""
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return c.refused(resp), nil, ""
	}
	src, _, failed := unwrap(ctx, resp, resp.Body, maxRobots)
	if failed != nil {
		return outcome{status: resp.StatusCode, err: failed}, nil, ""
	}
	text, err := io.ReadAll(io.LimitReader(src, maxRobots))
	if err != nil {
		return outcome{status: resp.StatusCode, err: classifyBody(ctx, err)}, nil, ""
	}
	return outcome{status: resp.StatusCode}, nil, string(text)
}

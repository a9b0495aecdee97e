package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// robotsHops are followed to a robots.txt (RFC 9309, section 2.3.1.2).
const robotsHops = 5

// consult asks the origin's robots.txt for leave to fetch t. The row that asks an
// origin first makes that request, and those that come meanwhile wait for it; all
// of them then go through their host's queue once more, as if redirected to where
// they are, so that its limits hold between the two requests. goOn is false for
// them, and for what is refused.
//
// A robots.txt that does not exist (4xx) allows everything. One that the server
// fails to deliver (5xx, 429) forbids everything for now: blocked_by_robots, to
// be retried. A host that cannot be reached has its own reason, as without robots.
func (c *Client) consult(ctx context.Context, t link.Target) (o Outcome, goOn bool) {
	began := time.Now()
	origin := t.URL.Scheme + "://" + t.URL.Host
	for {
		f, mine := c.robots.claim(origin)
		switch {
		case mine:
			c.fetchRobots(ctx, t, f)
			c.robots.publish(origin, f)
		case f.known():
			o = f.verdict(t)
			o.Unasked = o.Err != nil
			return o, o.Err == nil
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
		if o.Moved != nil {
			o.Paused = time.Since(began) // not the link's time
		}
		return o, false
	}
}

// fetchRobots asks for the robots.txt that speaks for t.
func (c *Client) fetchRobots(ctx context.Context, t link.Target, f *robotsFile) {
	at := link.Target{URL: &url.URL{Scheme: t.URL.Scheme, Host: t.URL.Host, Path: "/robots.txt"}, Fresh: t.Fresh}
	for hop := 0; ; hop++ {
		o, next, body := c.askRobots(ctx, at)
		switch {
		case next != nil && hop < robotsHops:
			at = *next
			at.Fresh = t.Fresh
			continue
		case next != nil, o.Err != nil && isUnavailable(o.Status):
			body, o.Err = "", nil
		case o.Err != nil && !o.Stale && (hop > 0 || o.Status != 0):
			o.Err = &reason.Error{
				Reason: reason.BlockedByRobots, Status: o.Status, Retry: o.Err.Retry, Err: fmt.Errorf("robots.txt: %w", o.Err.Err),
			}
		}
		if o.Err == nil {
			f.rules, f.until = robots.Parse(body, c.robots.agents), time.Now().Add(robotsLifetime)
			return
		}
		f.failed, f.abandoned = o, ctx.Err() != nil && classifyCause(context.Cause(ctx)) == nil
		f.until = time.Now()
		if o.Err.Reason == reason.BlockedByRobots {
			f.failed.RetryAfter = max(o.RetryAfter, robotsRetry)
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
func (c *Client) askRobots(ctx context.Context, at link.Target) (o Outcome, next *link.Target, body string) {
	if err := c.admit(ctx, at); err != nil {
		return c.fault(err), nil, ""
	}
	resp, err := c.open(ctx, at)
	if err != nil {
		return c.unanswered(ctx, at, err), nil, ""
	}
	defer func() { _ = resp.Body.Close() }()
	location := resp.Header.Get("Location")
	if isRedirect(resp.StatusCode) && location != "" {
		drain(resp)
		o = redirected(at, resp.StatusCode, location, robotsHops+1)
		return o, o.Moved, ""
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return c.refused(resp), nil, ""
	}
	src, _, _, failed := unwrap(ctx, resp, resp.Body, robots.MaxBytes)
	if failed != nil {
		return Outcome{Status: resp.StatusCode, Err: failed}, nil, ""
	}
	text, err := io.ReadAll(io.LimitReader(src, robots.MaxBytes))
	if err != nil {
		return Outcome{Status: resp.StatusCode, Err: classifyBody(ctx, err)}, nil, ""
	}
	return Outcome{Status: resp.StatusCode}, nil, string(text)
}

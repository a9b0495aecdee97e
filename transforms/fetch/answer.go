package fetch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

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

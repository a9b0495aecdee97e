package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/beamcrop/beamcrop/transforms/fetch/dns"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// answer says what an answer comes to.
func (c *Client) answer(ctx context.Context, timer *attemptTimer, t link.Target, resp *http.Response) Outcome {
	watched := timer.watch(resp.Body, half(c.options.Timeout))
	defer watched.stop()
	resp.Body = watched
	location := resp.Header.Get("Location")
	if c.options.RespectOptOut && resp.StatusCode < 400 {
		if err := robots.OptedOut(textproto.MIMEHeader(resp.Header), c.agents); err != nil {
			err.Status = resp.StatusCode
			return Outcome{Status: resp.StatusCode, Err: err}
		}
	}
	switch {
	case resp.StatusCode == http.StatusProxyAuthRequired && c.proxy.serves(t.URL):
		return needsUser()
	case resp.StatusCode == http.StatusNotModified && (t.ETag != "" || t.LastModified != ""):
		return Outcome{Status: resp.StatusCode, Unchanged: true}
	case holdsAll(resp):
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
func (c *Client) refused(resp *http.Response) Outcome {
	o := Outcome{
		Status:     resp.StatusCode,
		Err:        classifyStatus(resp.StatusCode),
		RetryAfter: parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()),
	}
	text := strings.TrimSpace(snippet(resp))
	if text != "" && !strings.EqualFold(text, http.StatusText(resp.StatusCode)) {
		o.Err.Err = fmt.Errorf("%w: %q", o.Err.Err, text)
	}
	return o
}

// unanswered is the outcome of a request for t that got no answer. One that broke
// off with a kept connection may have met with no more than the server's closing
// it, so it is for the caller to try again on a fresh one.
func (c *Client) unanswered(ctx context.Context, t link.Target, err error) Outcome {
	o := c.failed(ctx, err)
	o.Stale = errors.Is(err, errResent) && !t.Fresh
	o.Proxy = proxyPart(err)
	return o
}

// failed is the outcome of a request that failed otherwise.
func (c *Client) failed(ctx context.Context, err error) Outcome { return c.fault(classify(ctx, err)) }

// fault is the outcome of an error that has its reason.
func (c *Client) fault(err *reason.Error) Outcome {
	o := Outcome{Err: err, Shortage: resources.IsShortage(err)}
	if err.Reason == reason.DNS && err.Retry {
		o.RetryAfter = dns.FailedTTL // sooner there would be the same answer
	}
	if o.Shortage {
		c.transport.CloseIdleConnections()
	}
	return o
}

// receive reads the body of a good answer.
func (c *Client) receive(ctx context.Context, timer *attemptTimer, resp *http.Response, watched *minRateReader) Outcome {
	o := Outcome{Status: resp.StatusCode, Version: versionOf(resp.Header)}
	src, length, memory, err := unwrap(ctx, resp, watched, c.options.MaxBytes)
	if err == nil {
		b := &body{src: src, length: length, max: c.options.MaxBytes, coding: memory}
		b.acquire = func(n int64) (func(), error) { return c.memory.acquire(ctx, timer, n) }
		o.Body, err = b.read(ctx)
		o.release = b.release
	}
	o.Received = watched.received()
	if err != nil {
		err.Status = resp.StatusCode
		o.Err, o.Body = err, nil
		o.Free()
	}
	o.Paused = timer.paused
	return o
}

// longestVersion is the longest text of a version that is kept, in bytes.
const longestVersion = 512

func versionOf(h http.Header) Version {
	short := func(text string) string {
		if len(text) > longestVersion || !utf8.ValidString(text) {
			return ""
		}
		return text
	}
	return Version{ETag: short(h.Get("ETag")), LastModified: short(h.Get("Last-Modified"))}
}

// holdsAll reports an answer that brings the whole of what was asked for. 203 is a
// 200 that a proxy changed; 201 and 202 are sent with a picture by some programs, and
// 206 by some servers for the whole of it.
func holdsAll(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNonAuthoritativeInfo:
		return true
	case http.StatusPartialContent:
		return isWhole(resp.Header.Get("Content-Range"))
	}
	return false
}

// isWhole reports a Content-Range (RFC 9110, section 14.4) of all bytes.
func isWhole(contentRange string) bool {
	span, size, found := strings.Cut(strings.TrimPrefix(strings.ToLower(contentRange), "bytes "), "/")
	last, fromStart := strings.CutPrefix(strings.TrimSpace(span), "0-")
	end, err := strconv.ParseInt(last, 10, 64)
	return found && fromStart && err == nil && end >= 0 && end < math.MaxInt64 && strconv.FormatInt(end+1, 10) == strings.TrimSpace(size)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func redirected(t link.Target, status int, location string, limit int) Outcome {
	to, err := t.Follow(location, limit)
	if err != nil {
		err.Status = status
		return Outcome{Status: status, Err: err}
	}
	return Outcome{Status: status, Moved: &to}
}

package fetch

import (
	"net/http"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	backOffBase = 200 * time.Millisecond
	backOffCap  = 10 * time.Second
	// hostRestCap is the longest that one answer keeps a whole host at rest: a
	// Retry-After may be a mistake, or lie days ahead.
	hostRestCap = 10 * time.Second
)

// backOff returns how long to wait before the n-th retry (from 0): exponential
// with full jitter, that is anything from 0 to min(cap, base x 2^n), which spreads
// the retries of many rows best (Brooker, "Exponential Backoff And Jitter", 2015).
func (f *Fetcher) backOff(n int) time.Duration {
	ceiling := backOffCap
	if n < 10 {
		ceiling = min(backOffCap, backOffBase<<n)
	}
	return time.Duration(f.random.Int64N(int64(ceiling) + 1))
}

// decide says what becomes of r after o: queued again after wait, or finished.
func (f *Fetcher) decide(r *row, o outcome) (wait time.Duration, again bool) {
	switch {
	case r.now.url == nil:
		return 0, false
	case o.moved != nil:
		r.now = *o.moved
		return 0, true
	case o.shortage:
		r.shortages++
		r.restart()
		return f.backOff(r.shortages), true
	case o.err == nil:
		return 0, false
	}
	r.shortages = 0
	if outOfTime := r.cut && o.err.Reason == reason.Timeout; !outOfTime || r.last == nil {
		r.fail(o.err)
	}
	left := f.options.RowDeadline - r.used
	delay := f.backOff(r.tries)
	f.restHost(r.host, o, delay)
	if o.err.Retry && r.tries < f.options.Retries {
		if wait, ok := f.retryWait(r, delay, o.retryAfter, left); ok {
			r.used += wait
			r.restart()
			return wait, true
		}
	}
	return 0, left > 0 && r.nextLink()
}

// retryWait says how long r waits before its next attempt on the same link, and
// false if that would not begin before its deadline. A Retry-After beyond the
// deadline is cut so that one last attempt fits.
func (f *Fetcher) retryWait(r *row, delay, retryAfter, left time.Duration) (time.Duration, bool) {
	latest := left - min(f.options.Timeout, left/2)
	r.tries++
	if retryAfter > latest {
		r.tries = f.options.Retries
		retryAfter = latest
	}
	wait := max(delay, retryAfter)
	return wait, wait < left
}

// restHost lets a host rest that said to be asked too much.
func (f *Fetcher) restHost(h *host, o outcome, delay time.Duration) {
	busy := o.status == http.StatusServiceUnavailable && o.retryAfter > 0
	if busy || o.status == http.StatusTooManyRequests {
		h.rest(time.Now().Add(min(max(delay, o.retryAfter), hostRestCap)))
	}
}

package fetch

import (
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	backOffBase = 200 * time.Millisecond
	backOffCap  = 10 * time.Second
	// linkRestCap is the longest that a Retry-After makes one link wait whose host
	// serves others.
	linkRestCap = 10 * time.Second
	// leastRefusals is how many answers that may be refusals a link meets with before
	// it is given up because nothing else is served, however few its retries.
	leastRefusals = 2
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
func (f *Fetcher) decide(r *row, o web.Outcome) (wait time.Duration, again bool) {
	if r.now.URL == nil {
		return 0, false
	}
	if f.watchNetwork(r, o) {
		r.host.polite.End(f.perHost, r.request, politeness.Unknown, 0, time.Now())
		r.restart()
		return f.backOff(0), true
	}
	v := f.observe(r, o)
	ours := o.Shortage || f.proxyUnclear(o)
	switch {
	case o.Moved != nil:
		r.now = *o.Moved
		return 0, true
	case o.Stale:
		r.origin.Fresh, r.now.Fresh = true, true
		return 0, true
	case ours && r.mayWaitOut(f.options.RowDeadline, time.Now()):
		r.restart()
		return f.backOff(r.shortages), true
	case o.Err == nil:
		return 0, false
	}
	if !ours {
		r.shortages = 0
	}
	if outOfTime := r.cut && o.Err.Reason == reason.Timeout; !outOfTime || r.last == nil {
		r.fail(o.Err)
	}
	left := f.options.RowDeadline - r.used
	if wait, ok := f.retry(r, o, v, left); ok {
		r.restart()
		return wait, true
	}
	return 0, left > 0 && r.nextLink()
}

// retry says how long r waits before its next attempt on the same link, and
// false if there is none. Waiting on the host's account takes nothing of its
// retries and of left, its time.
func (f *Fetcher) retry(r *row, o web.Outcome, v verdict, left time.Duration) (wait time.Duration, ok bool) {
	switch {
	case !o.Err.Retry || r.host.down(r, time.Now()):
		return 0, false
	case v == turnedAway && o.Refused():
		return 0, left > 0 && !r.failures.spent()
	case v == turnedAway && !r.failures.hostWasHealthy():
		return 0, left > 0 && !r.failures.expired(f.options.RowDeadline/4, time.Now())
	case v == slowedDown:
		own := r.failures.count > max(f.options.Retries, leastRefusals) &&
			(r.failures.linkAtFault(politeness.Busy) || r.host.polite.Fruitless(schemeOf(r.now)))
		return f.backOff(r.failures.count), left > 0 && !own && !r.failures.spent()
	case v == linkRefused:
		wait = max(f.backOff(r.failures.count), min(o.RetryAfter, linkRestCap))
		return wait, left > 0 && !r.failures.spent()
	}
	if o.Busy() { // what looked like its host's trouble was the link's
		r.tries = max(r.tries, r.failures.count-1)
	}
	if r.tries >= f.options.Retries {
		return 0, false
	}
	delay := f.backOff(r.tries)
	r.tries += retryCost(o)
	wait, ok = f.retryWait(r, max(delay, o.RetryAfter), left)
	r.used += wait
	return wait, ok
}

// timeoutCost is how many of a row's retries a timeout uses up: it costs seconds
// where other faults cost milliseconds, and is rarely followed by anything else.
const timeoutCost = 3

// retryCost is how many of a row's retries a fault uses up.
func retryCost(o web.Outcome) int {
	if o.Err.Reason == reason.Timeout {
		return timeoutCost
	}
	return 1
}

// retryWait says how long r waits in back-off, and false if its next attempt
// would not begin before its deadline. A wait beyond the deadline, which only a
// Retry-After asks for, is cut so that one last attempt fits.
func (f *Fetcher) retryWait(r *row, wait, left time.Duration) (time.Duration, bool) {
	if latest := left - min(f.options.Timeout, left/2); wait > max(latest, backOffCap) {
		r.tries = f.options.Retries
		wait = latest
	}
	return wait, wait < left
}

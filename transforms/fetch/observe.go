package fetch

import (
	"errors"
	"net"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// verdict is on whose account a request failed.
type verdict int

const (
	linkFailed  verdict = iota // the link, as far as is known: its retries are used
	turnedAway                 // the host, which rests: the row goes back to its queue
	slowedDown                 // the host, it seems, which is asked more slowly: so does the row
	linkRefused                // the host refuses this link and no other: the row waits by itself
)

// observe tells r's host what came of its request, and says on whose account
// that was.
func (f *Fetcher) observe(r *row, o web.Outcome) verdict {
	h, scheme, now := r.host, schemeOf(r.now), time.Now()
	answer := answerOf(r, o)
	if answer <= politeness.Served {
		if answer == politeness.Served && r.failures.host == h && r.failures.refused {
			h.polite.ServedAgain(r.failures.began, now)
		}
		h.polite.End(f.perHost, r.request, answer, 0, now)
		h.inTrouble = h.polite.Troubled(scheme)
		return linkFailed
	}
	h.trouble = o.Err
	r.failures.add(h, r.request.Began(), now)
	if r.failures.count > 1 {
		r.request = r.request.Again()
	}
	if isRefusal(answer) {
		r.failures.refused = true
		if r.failures.refusedAgain() {
			h.polite.RefusedAgain()
		}
	}
	ofLink := isRefusal(answer) && o.RetryAfter == 0 && h.polite.RefusesLinks()
	if ofLink && r.failures.count > 1 || r.failures.own(answer, scheme) {
		h.polite.End(f.perHost, r.request, politeness.Unknown, 0, now)
		return ofLinks(answer, h, now)
	}
	if r.failures.count == 1 {
		r.failures.told = 1
	}
	h.polite.End(f.perHost, r.request, answer, o.RetryAfter, now)
	h.inTrouble = h.polite.Troubled(scheme)
	switch {
	case ofLink:
		return ofLinks(answer, h, now)
	case answer == politeness.Refused, h.polite.Failing(scheme):
		return turnedAway
	case answer == politeness.Busy && h.polite.Throttles() && (h.inTrouble || h.polite.Refuses(now)):
		return slowedDown
	}
	return linkFailed
}

// ofLinks is the verdict on what one link meets with and not its host. What may be a
// refusal is taken for one where the host has a rate limit as well.
func ofLinks(a politeness.Answer, h *host, now time.Time) verdict {
	if a == politeness.Refused || a == politeness.Busy && h.polite.RefusesLinks() && h.polite.Refuses(now) {
		return linkRefused
	}
	return linkFailed
}

// isRefusal reports that an answer may mean that the host was asked too often.
func isRefusal(a politeness.Answer) bool { return a == politeness.Refused || a == politeness.Busy }

// schemeOf is the scheme that t is asked through.
func schemeOf(t link.Target) politeness.Scheme {
	if t.URL.Scheme == "https" {
		return politeness.HTTPS
	}
	return politeness.HTTP
}

// answerOf says what o means for the host.
func answerOf(r *row, o web.Outcome) politeness.Answer {
	switch {
	case o.Shortage, o.Stale, o.Proxy.Failed():
		return politeness.Unknown
	case o.Err == nil:
		return politeness.Served
	case o.Refused():
		return politeness.Refused
	case o.Busy():
		return politeness.Busy
	case o.Err.Reason == reason.HTTP5xx && o.Err.Retry:
		return politeness.Failed
	case o.Status > 0 || o.Err.Reason == reason.TooLarge:
		return politeness.Served
	case o.Err.Reason == reason.Timeout && r.cut: // there was less time than the host may take
		return politeness.Unknown
	case o.Err.Reason == reason.Timeout:
		return politeness.Mute
	case o.Err.Reason == reason.DNS, isDial(o.Err):
		return politeness.Silent
	case o.Err.Reason == reason.Connect:
		return politeness.Dropped
	default: // a certificate is of one name, an address is refused by us
		return politeness.Unknown
	}
}

// isDial reports that no connection was made.
func isDial(err *reason.Error) bool {
	var op *net.OpError
	return (err.Reason == reason.Connect || err.Reason == reason.Timeout) && errors.As(err, &op) && op.Op == "dial"
}

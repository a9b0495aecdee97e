package politeness

import "time"

// startWindow is how many requests may be in flight to a host that has not
// answered yet, or that fails.
const startWindow = 2

// fewBusy: one Busy in so many answers may be its link's own.
const fewBusy = 8

// A rate that vainCuts for Busy brought down to a part of vainShare is in vain: a
// host with a limit serves much at a rate just below it.
const (
	vainCuts  = 16
	vainShare = 4
)

// Scheme is one of the two that a host may serve.
type Scheme int

// The schemes that are fetched.
const (
	HTTP Scheme = iota
	HTTPS
	schemes
)

// Host is what is known of a host. Its zero value is a host never asked. It is
// for one goroutine at a time.
type Host struct {
	gained  int           // beyond startWindow
	gap     time.Duration // between starts
	spacing Spacing
	rate    Rate
	cutBy   uint64 // the row whose refusal lowered rate last
	busy    int64  // answers, at most one a row

	cuts     int     // of the rate for Busy, of late
	cutsFrom float64 // the rate before them
	unpaced  bool    // they were in vain

	links linkRefusals

	pulse  pulse
	health [schemes]schemeHealth
	counts Counts
	served struct{ began, ended time.Time } // the latest of each, of requests that were served
}

// Counts are a host's answers so far: they tell whether others fared better. Of the
// troubles of a row only the first counts.
type Counts struct{ Served, Troubles int64 }

// Request is one request under way.
type Request struct {
	scheme Scheme
	at     time.Time
	row    uint64
	probe  bool
	again  bool // the row was refused before, or failed

	before, after time.Time // the host's next start, without the request and with it
}

// Began returns when the request began.
func (q Request) Began() time.Time { return q.at }

// Again returns q as that of a row that was refused before, or failed: another
// refusal may be the link's own, and lowers no rate.
func (q Request) Again() Request {
	q.again = true
	return q
}

// Space keeps requests at least gap apart from now on: a Crawl-delay. Zero says
// nothing.
func (h *Host) Space(gap time.Duration, now time.Time) {
	if gap > 0 {
		h.gap = gap
		h.spacing.Rest(now.Add(gap))
	}
}

// Window returns how many requests may be in flight.
func (h *Host) Window(l Limits) int { return min(startWindow+h.gained, l.Concurrency) }

// Next returns when the next request may start, be it in the past.
func (h *Host) Next() time.Time { return h.spacing.Next() }

// Rate returns how many requests a second are allowed; 0 is no limit.
func (h *Host) Rate(l Limits, now time.Time) float64 {
	rate := l.Rate
	for _, most := range []float64{h.rate.At(now), perSecond(h.gap)} {
		if most > 0 && (rate == 0 || most < rate) {
			rate = most
		}
	}
	return rate
}

func perSecond(gap time.Duration) float64 {
	if gap <= 0 {
		return 0
	}
	return float64(time.Second) / float64(gap)
}

// Answered reports that the host has answered in this run, if only by dropping a
// connection.
func (h *Host) Answered() bool { return h.health[HTTP].answered || h.health[HTTPS].answered }

// Refuses reports that the host has a rate because it refused.
func (h *Host) Refuses(now time.Time) bool { return h.rate.At(now) > 0 }

// Serves returns how many requests a second the host has served in the last seconds.
func (h *Host) Serves(now time.Time) float64 { return h.rate.recent.perSecond(now) }

// Counts returns the host's answers so far.
func (h *Host) Counts() Counts { return h.counts }

// ServedAround reports that the host was well while a request from began to ended
// failed: it served one that began no sooner, and one that ended no sooner. A
// host that goes down serves the first before, if it lets requests under way
// finish, and else the second.
func (h *Host) ServedAround(began, ended time.Time) bool {
	return !h.served.began.Before(began) && !h.served.ended.Before(ended)
}

// Down reports that a request would be of no use now: the host is given up, and
// no probe is due.
func (h *Host) Down(s Scheme, now time.Time) bool { return h.health[s].closed(now) }

// Troubled reports a spell of refusals or failures, in which nothing was served.
func (h *Host) Troubled(s Scheme) bool { return h.health[s].rounds > 0 }

// Failing reports that the host is known to serve and now fails as a whole, so
// that a failure is no fault of the link.
func (h *Host) Failing(s Scheme) bool { return h.health[s].failing() }

// Throttles reports that Busy may be a refusal: the host serves otherwise, and is
// not known to answer so at any pace.
func (h *Host) Throttles() bool { return h.counts.Served > 0 && !h.unpaced }

// Fruitless reports that requests fail in a row although the host has a rest.
func (h *Host) Fruitless(s Scheme) bool { return h.health[s].fruitless() }

// RefusesLinks reports that the host is known to refuse particular links, so that a refusal
// without Retry-After says nothing about its rate limit.
func (h *Host) RefusesLinks() bool { return h.links.known }

// RefusedAgain notes that a row was refused for the second time although the host has
// served others in between. Call it once for each row, before End.
func (h *Host) RefusedAgain() {
	if h.links.refusedAgain(h.counts) {
		h.rate, h.cuts = Rate{recent: h.rate.recent}, 0
		h.spacing = Spacing{}
	}
}

// ServedAgain notes, before End, that a row was served which had been refused when it was
// requested at the time given. For a host that is known to refuse particular links, only
// this shows that it has a rate limit as well.
func (h *Host) ServedAgain(refused, now time.Time) {
	h.links.again = 0
	if h.links.known {
		h.rate.refuse(refused, now, now)
	}
}

// Begin notes the start of a request, for a row that its number tells from others.
// A request through a scheme that was given up is its probe.
func (h *Host) Begin(l Limits, s Scheme, row uint64, now time.Time) Request {
	before := h.spacing.Next()
	h.spacing.Start(now, h.Rate(l, now))
	d := &h.health[s]
	h.pulse.begin(now)
	q := Request{scheme: s, at: now, row: row, probe: d.down, before: before, after: h.spacing.Next()}
	d.probing = d.probing || d.down
	return q
}

// Spare gives back the turn of a request that was not made after all. End is still
// to be called.
func (h *Host) Spare(q Request) { h.spacing.Undo(q.before, q.after) }

// End notes what came of a request; asked is the Retry-After of a refusal, 0 if
// it named none.
func (h *Host) End(l Limits, q Request, a Answer, asked time.Duration, now time.Time) {
	switch {
	case h.links.known && asked == 0 && (a == Refused || a == Busy):
		a = Failed
	case a == Busy:
		a = h.resolve(q, now)
	}
	rest, counted := h.health[q.scheme].end(l, q, a, asked, now)
	h.spacing.Rest(now.Add(rest))
	if a > Served && !q.again {
		h.counts.Troubles++
	}
	switch {
	case a == Served:
		h.serve(l, q, now)
	case counted && a == Refused:
		if q.row != h.cutBy {
			h.rate.refuse(q.at, now, now.Add(rest))
		}
		h.cutBy = q.row
	case counted && a == Busy:
		if !q.again {
			h.cut(q, now, now.Add(rest))
		}
	case counted:
		h.gained = max((startWindow+h.gained)/2-startWindow, 0)
	}
}

func (h *Host) serve(l Limits, q Request, now time.Time) {
	h.counts.Served++
	h.served.ended = now
	if q.at.After(h.served.began) {
		h.served.began = q.at
	}
	h.rate.serve(now)
	h.spacing.Rest(h.pulse.end(q.at, now, h.rate.At(now)))
	h.gained = min(h.gained+1, max(l.Concurrency-startWindow, 0))
}

// cut lowers the rate for Busy. Where that was often and in vain the host answers so
// at any pace, and is not slowed down for it any more.
func (h *Host) cut(q Request, now, from time.Time) {
	if h.cuts == 0 {
		h.cutsFrom = h.rate.At(now)
	}
	h.rate.refuse(q.at, now, from)
	if h.cuts++; h.cuts < vainCuts {
		return
	}
	if h.rate.At(now) < h.cutsFrom/vainShare {
		h.unpaced, h.rate = true, Rate{}
	}
	h.cuts = 0
}

// resolve says what Busy is. The first ones of a host that has no rate are taken
// for failures of their links, if they are few, and those of a host that serves
// nothing any more for an outage.
func (h *Host) resolve(q Request, now time.Time) Answer {
	if !q.again {
		h.busy++
	}
	d := &h.health[q.scheme]
	few := h.busy <= 1+h.counts.Served/fewBusy && d.failures < streak-1
	if !h.Throttles() || d.failing() || few && !h.Refuses(now) {
		return Failed
	}
	return Busy
}

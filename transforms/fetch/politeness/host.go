package politeness

import "time"

// startWindow is how many requests may be in flight to a host that has not
// answered yet, or that fails.
const startWindow = 2

// Scheme is a door of a host.
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
	doors   [schemes]door
	counts  Counts
	served  struct{ began, ended time.Time } // the latest of each, of requests that were served
}

// Counts are a host's answers so far: they tell whether others fared better.
type Counts struct{ Served, Troubles int64 }

// Request is one request under way.
type Request struct {
	scheme Scheme
	at     time.Time
	row    uint64
	probe  bool

	before, after time.Time // the host's next start, without the request and with it
}

// Began returns when the request began.
func (q Request) Began() time.Time { return q.at }

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

// Refuses reports that the host has a rate because it refused.
func (h *Host) Refuses(now time.Time) bool { return h.rate.At(now) > 0 }

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
func (h *Host) Down(s Scheme, now time.Time) bool { return h.doors[s].closed(now) }

// Troubled reports a spell of refusals or failures, in which nothing was served.
func (h *Host) Troubled(s Scheme) bool { return h.doors[s].rounds > 0 }

// Failing reports that the host is known to serve and now fails as a whole, so
// that a failure is no fault of the link.
func (h *Host) Failing(s Scheme) bool { return h.doors[s].failing() }

// Begin notes the start of a request, for a row that its number tells from others.
// A request through a door that was given up is its probe.
func (h *Host) Begin(l Limits, s Scheme, row uint64, now time.Time) Request {
	before := h.spacing.Next()
	h.spacing.Start(now, h.Rate(l, now))
	d := &h.doors[s]
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
	rest, counted := h.doors[q.scheme].end(l, q, a, asked, now)
	h.spacing.Rest(now.Add(rest))
	if a > Served {
		h.counts.Troubles++
	}
	switch {
	case a == Served:
		h.counts.Served++
		h.served.ended = now
		if q.at.After(h.served.began) {
			h.served.began = q.at
		}
		h.rate.serve(now)
		h.gained = min(h.gained+1, max(l.Concurrency-startWindow, 0))
	case counted && a == Refused:
		h.rate.refuse(q.at, now, now.Add(rest))
	case counted:
		h.gained = max((startWindow+h.gained)/2-startWindow, 0)
	}
}

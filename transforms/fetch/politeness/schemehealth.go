package politeness

import (
	"slices"
	"time"
)

const (
	baseRest = 250 * time.Millisecond // after the first round of failures or refusals; doubles with each
	maxRest  = time.Minute            // that a host can ask for: a Retry-After may be a mistake, or lie days ahead
	// restUnasked caps the rest of a host that named no time, and restFailed that
	// of one that is there, if only to fail.
	restUnasked = 10 * time.Second
	restFailed  = time.Second

	streak   = 3  // failures in a row that are the host's and not its links'
	downRows = 3  // rows that a silent host must have failed
	muteCost = 3  // retries that a row spends on a request that brings nothing at all
	loyalty  = 10 // times the patience with a host that has served

	// outageRows are the rows that must fail, and nothing be served meanwhile, for a
	// host that has served to be taken for failing as a whole: the last rows of a
	// host are often its bad links, which would vouch for each other.
	outageRows = 10

	probeFirst = 30 * time.Second // until a scheme given up is probed; doubles
	probeLast  = 10 * time.Minute
)

// schemeHealth is the health of one scheme of a host.
type schemeHealth struct {
	answered bool // in this run, if only by dropping a connection
	served   bool // in this run

	// The spell since something was served.
	since    time.Time // the first failure or refusal
	failures int       // requests
	rows     int       // that failed, each counted again when another came between
	row      uint64    // the last of them
	seen     rowSet    // of them
	rounds   int       // failures or refusals of requests that began after the one before
	refusals int       // of rounds, those that ended with a refusal
	spent    int       // retries that a row would have used up in those rounds
	round    time.Time // when the last of them ended, in whatever spell

	down    bool
	probing bool
	probeAt time.Time
	probes  int // that failed
}

// closed reports that a request would be of no use now.
func (d *schemeHealth) closed(now time.Time) bool {
	return d.down && (d.probing || now.Before(d.probeAt))
}

// failing reports a spell of failures of a host that is known to serve.
func (d *schemeHealth) failing() bool { return d.served && d.rounds > 0 && d.seen.full() }

// fruitless reports that the host has rested for it and was not seen to serve since.
func (d *schemeHealth) fruitless() bool { return d.rounds > 0 && d.failures >= streak }

// end notes an answer and returns how long the host has to rest; asked is the
// rest that it named itself. Counted tells the end of a round.
func (d *schemeHealth) end(l Limits, q Request, a Answer, asked time.Duration, now time.Time) (rest time.Duration, counted bool) {
	if q.probe {
		d.probing = false
	}
	switch {
	case a == Unknown:
		return 0, false
	case a == Served:
		*d = schemeHealth{answered: true, served: true, round: d.round}
		return 0, false
	case a != Silent && a != Mute && !d.answered: // a sign of life ends a spell of silence
		*d = schemeHealth{answered: true, round: d.round}
	}
	if d.down {
		d.postpone(q, now)
		return 0, false
	}
	if !d.fail(q, a, now) {
		return 0, false
	}
	if d.hopeless(l, now) {
		d.down = true
		d.postpone(Request{probe: true}, now)
		return 0, true
	}
	return d.rest(l, a, asked), true
}

// fail counts a failure or refusal, and reports whether it ends a round.
func (d *schemeHealth) fail(q Request, a Answer, now time.Time) bool {
	if d.failures == 0 {
		d.since = now
	}
	d.failures++
	d.seen.add(q.row)
	if q.row != d.row || d.rows == 0 {
		d.rows++
		d.row = q.row
	}
	if !q.at.After(d.round) || d.answered && d.excused(a) {
		return false
	}
	d.rounds++
	d.spent++
	if a == Mute {
		d.spent += muteCost - 1
	}
	if a == Refused || a == Busy {
		d.refusals++
	}
	d.round = now
	return true
}

// excused reports that failures so far may be those of single links.
func (d *schemeHealth) excused(a Answer) bool {
	switch a {
	case Failed, Dropped, Mute:
		return d.failures < streak || d.rows < 2
	case Silent:
		return d.failures < streak
	}
	return false
}

// hopeless reports that the host is to be given up.
func (d *schemeHealth) hopeless(l Limits, now time.Time) bool {
	if !d.answered {
		return d.rows >= downRows && d.spent >= min(max(l.Retries+1, 3), 5)
	}
	patience := l.Patience
	if d.served {
		patience *= loyalty
	}
	return d.failures >= streak && now.Sub(d.since) >= patience
}

func (d *schemeHealth) rest(l Limits, a Answer, asked time.Duration) time.Duration {
	rest := baseRest << min(d.rounds-1, 10)
	switch a {
	case Refused:
		rest = baseRest << min(d.refusals-1, 10)
		return max(min(rest, restUnasked), min(asked, maxRest, l.Patience/2))
	case Silent, Mute:
		return min(rest, restUnasked)
	}
	return min(rest, restFailed)
}

// postpone sets when the next row goes as a probe, if q was one and failed.
func (d *schemeHealth) postpone(q Request, now time.Time) {
	if q.probe {
		d.probeAt = now.Add(min(probeFirst<<min(d.probes, 10), probeLast))
		d.probes++
	}
}

// rowSet holds up to outageRows rows.
type rowSet struct {
	rows [outageRows]uint64
	n    int
}

func (s *rowSet) add(row uint64) {
	if !s.full() && !slices.Contains(s.rows[:s.n], row) {
		s.rows[s.n] = row
		s.n++
	}
}

func (s *rowSet) full() bool { return s.n == outageRows }

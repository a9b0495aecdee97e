package politeness

import "time"

// Limits bound what a host is asked, whatever it would bear.
type Limits struct {
	Concurrency int           // requests in flight, at least 1
	Rate        float64       // requests a second, evenly spaced; 0 = no limit
	Retries     int           // of a row: how often to ask before a silent host is given up
	Patience    time.Duration // with a host that answers and has served nothing
}

// Share returns the part of one of n equal processes, which together keep to l.
// A process cannot do with less than one request in flight.
func (l Limits) Share(n int) Limits {
	l.Concurrency = max(l.Concurrency/n, 1)
	l.Rate /= float64(n)
	return l
}

// Times returns limits n times as wide.
func (l Limits) Times(n int) Limits {
	l.Concurrency *= n
	l.Rate *= float64(n)
	return l
}

// Answer is what the outcome of a request says of its host.
type Answer int

// What there is to say.
const (
	Unknown Answer = iota // nothing: the request was abandoned, or failed for reasons of its own
	Served                // all is well, whatever the host thinks of the link: 404 is served, too

	// Trouble, of the host or of the link.
	Refused // asked too much: 429, or 503 with Retry-After
	Busy    // 503 without Retry-After and the like: Refused where the host serves otherwise, else Failed
	Failed  // an answer that tells of it: 5xx
	Dropped // a connection and no answer
	Silent  // no address or no connection, for which no link is to blame
	Mute    // nothing at all, for as long as a request may take
)

package fetch

import (
	"cmp"
	"time"
)

// Stats is a moment's view for a progress line.
type Stats struct {
	InFlight int   // rows that hold a slot: a request under way or a result being consumed
	Limit    int   // of InFlight at present; it finds itself unless Concurrency is set
	Waiting  int   // rows in queues and in back-off
	Attempts int64 // finished so far
	Bytes    int64 // of bodies received so far
	Hosts    int   // hosts with rows

	// Outage is for how long this machine's own network has been out, 0 if it is not.
	Outage time.Duration

	// Held is how many rows wait for nothing but their hosts' turn, while slots are
	// free and no host may be asked for more; 0 while there is anything to start.
	Held int

	// SilentHosts and SilentRows are set where nothing is left but rows of hosts that
	// have not answered in this run; SilentFor is the most that those can take,
	// 0 if it is not known.
	SilentHosts, SilentRows int
	SilentFor               time.Duration

	// The host that takes longest with the rows that wait for it, by what it serves; of
	// hosts of which that is not known, the one with most rows.
	Slowest HostQueue
	Queues  int // hosts that rows wait for
}

// HostQueue is the rows that wait for a host.
type HostQueue struct {
	Host    string // "" if none waits
	Rows    int
	Takes   time.Duration // for them; 0 = not known
	Window  int           // requests that may be in flight
	Rate    float64       // and a second; 0 = no limit
	Refuses bool          // the rate is what it refused to be asked for more than
}

// slower reports that q is to be told of rather than o.
func (q HostQueue) slower(o HostQueue) bool {
	if c := cmp.Or(cmp.Compare(q.Takes, o.Takes), cmp.Compare(q.Rows, o.Rows)); c != 0 {
		return c > 0
	}
	return q.Rows > 0 && q.Host < o.Host
}

// Stats returns a snapshot. Its cost is one look at each host with rows.
func (f *Fetcher) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Stats{InFlight: f.inFlight, Limit: f.limiter.Limit(time.Now()), Waiting: f.waiting, Attempts: f.attempts, Bytes: f.bytes, Hosts: len(f.hosts)}
	if f.outage.on() {
		s.Outage = time.Since(f.outage.since)
	}
	now := time.Now()
	for _, h := range f.hosts {
		n := h.waiting()
		if !h.polite.Answered() {
			s.SilentHosts++
			s.SilentRows += n + h.inFlight
		}
		if n == 0 {
			continue
		}
		s.Queues++
		if !h.address.looking {
			s.Held += n
		}
		if q := f.queueOf(h, n, now); q.slower(s.Slowest) {
			s.Slowest = q
		}
	}
	if s.SilentHosts < len(f.hosts) {
		s.SilentHosts, s.SilentRows = 0, 0
	}
	if s.SilentRows > 0 {
		s.SilentFor = f.silence(now)
	}
	if f.ready.len() > 0 {
		s.Held = 0
	}
	return s
}

// silence is the most that rows of hosts that do not answer have left: after two rounds
// such a host is given up. It is 0 if that cannot be told: a row takes longer, so that a
// body is coming.
func (f *Fetcher) silence(now time.Time) time.Duration {
	attempts := max(2, 1+(f.options.Retries+timeoutCost-1)/timeoutCost)
	most := min(time.Duration(attempts)*f.options.client().Patience(), f.options.RowDeadline)
	var left time.Duration
	for _, g := range f.groups {
		for r := range g.rows {
			used := r.used
			if r.flying() {
				used += now.Sub(r.request.Began())
			}
			if used > most {
				return 0
			}
			left = max(left, most-used)
		}
	}
	return left
}

// queueOf describes the n rows that wait for h.
func (f *Fetcher) queueOf(h *host, n int, now time.Time) HostQueue {
	q := HostQueue{
		Host: h.name, Rows: n, Window: h.polite.Window(f.perHost),
		Rate: h.polite.Rate(f.perHost, now), Refuses: h.polite.Refuses(now),
	}
	serves := h.polite.Serves(now)
	if q.Rate > 0 {
		serves = q.Rate
	}
	if serves > 0 {
		q.Takes = time.Duration(float64(n) / serves * float64(time.Second))
	}
	return q
}

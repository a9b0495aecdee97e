package fetch

import "time"

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
	// have not answered in this run.
	SilentHosts, SilentRows int

	// The host with most waiting rows.
	BusiestHost    string  // "" if none waits
	BusiestRows    int     // how many wait for it
	BusiestWindow  int     // requests that may be in flight to it
	BusiestRate    float64 // and a second; 0 = no limit
	BusiestRefuses bool    // the rate is what it refused to be asked for more than
}

// Stats returns a snapshot. Its cost is one look at each host with rows.
func (f *Fetcher) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Stats{InFlight: f.inFlight, Limit: f.limiter.Limit(time.Now()), Waiting: f.waiting, Attempts: f.attempts, Bytes: f.bytes, Hosts: len(f.hosts)}
	if f.outage.on() {
		s.Outage = time.Since(f.outage.since)
	}
	var busiest *host
	for _, h := range f.hosts {
		n := h.waiting()
		if !h.polite.Answered() {
			s.SilentHosts++
			s.SilentRows += n + h.inFlight
		}
		if !h.address.looking {
			s.Held += n
		}
		if n > s.BusiestRows || n == s.BusiestRows && n > 0 && h.name < s.BusiestHost {
			s.BusiestHost, s.BusiestRows, busiest = h.name, n, h
		}
	}
	if s.SilentHosts < len(f.hosts) {
		s.SilentHosts, s.SilentRows = 0, 0
	}
	if f.ready.len() > 0 {
		s.Held = 0
	}
	if busiest != nil {
		now := time.Now()
		s.BusiestWindow = busiest.polite.Window(f.perHost)
		s.BusiestRate, s.BusiestRefuses = busiest.polite.Rate(f.perHost, now), busiest.polite.Refuses(now)
	}
	return s
}

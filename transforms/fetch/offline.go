package fetch

import (
	"errors"
	"syscall"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/offline"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// While this machine's own network is out nothing is started, and what fails for it
// waits, at no cost to its row, until the network is back. It is suspected by
// package offline, and tested by network.probe. After Options.MaxOutage the job ends,
// to be resumed.

// probeEvery is how often the network is tested while it is out.
const probeEvery = time.Second

// outage is what is known of the network.
type outage struct {
	watch offline.Watch
	since time.Time // when it was suspected; zero while it is not
}

// on reports that nothing is to be started.
func (o *outage) on() bool { return !o.since.IsZero() }

// signOf says what o tells of the network.
func signOf(o web.Outcome) offline.Sign {
	switch {
	case o.Shortage:
		return offline.Nothing
	case o.Status > 0 || o.Err == nil || errors.Is(o.Err, syscall.ECONNREFUSED) && o.Err.Reason == reason.Connect && o.Proxy != web.ProxyAway:
		return offline.Answered
	case o.Proxy == web.ProxyAway, errors.Is(o.Err, syscall.ENETUNREACH), errors.Is(o.Err, syscall.ENETDOWN):
		return offline.NoNetwork
	case o.Err.Reason == reason.DNS && o.Err.Retry:
		return offline.NoNameServer
	case o.Err.Reason == reason.DNS:
		return offline.Named
	}
	return offline.Nothing
}

// watchNetwork notes what came of r's request, and reports whether r waits for the
// network. The caller holds f.mu.
func (f *Fetcher) watchNetwork(r *row, o web.Outcome) (waits bool) {
	if f.options.MaxOutage == 0 || f.network.probe == nil || r.now.URL == nil || f.proxyUnclear(o) {
		return false
	}
	sign := signOf(o)
	if f.outage.watch.See(sign, r.host.name) && !f.outage.on() {
		f.outage.since = time.Now()
		f.running.Go(f.waitForNetwork)
	}
	return f.outage.on() && sign >= offline.NoNameServer
}

// waitForNetwork tests the network until it is there, or for as long as the user
// wants to wait. The caller does not hold f.mu.
func (f *Fetcher) waitForNetwork() {
	for {
		err := f.network.probe(f.life)
		f.mu.Lock()
		if out := time.Since(f.outage.since); err == nil || f.closed || out >= f.options.MaxOutage {
			if err != nil && !f.closed {
				f.endAll(joberror.Failedf("this machine's network was out for %v (--max_outage): %w. Completed shards are kept: run the same command again to resume%s",
					out.Round(time.Second), err, f.options.proxyHint()))
			}
			f.resume()
			f.mu.Unlock()
			return
		}
		f.mu.Unlock()
		select {
		case <-time.After(probeEvery):
		case <-f.life.Done():
		}
	}
}

// resume starts rows again. The caller holds f.mu.
func (f *Fetcher) resume() {
	f.outage.since = time.Time{}
	f.outage.watch.See(offline.Named, "")
	for _, h := range f.hosts {
		if h.notFound != nil && h.notFound.Retry { // looked up while the network was out
			h.notFound = nil
			f.reschedule(h)
		}
	}
	f.startLookUps()
	f.dispatch()
}

// proxyHint says what to try where a proxy may be the only way out.
func (o Options) proxyHint() string {
	if name := o.UnusedProxy(); name != "" {
		return ". " + name + " names a proxy, which is used only with --proxy=env"
	}
	return ""
}

package fetch

import (
	"context"
	"net/netip"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/offline"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	// maxLookUps is how many names are looked up at once. That takes no slot of
	// Concurrency: a slow resolver delays the names it is asked for.
	maxLookUps = 64
	// addressLife is for how long a host's address is taken for known. How long
	// an answer of the DNS may be kept is the resolver's business.
	addressLife = 5 * time.Minute
)

// located reports that h's address is known.
func (f *Fetcher) located(h *host, now time.Time) bool {
	if h.address.literal.IsValid() {
		f.settleAt(h, serverOf(h.address.literal))
		return true
	}
	return now.Sub(h.address.at) < addressLife
}

// lookUp has h's address looked up, once.
func (f *Fetcher) lookUp(h *host) {
	if !h.address.looking {
		h.address.looking = true
		f.unlocated.PushBack(h)
	}
	f.startLookUps()
}

func (f *Fetcher) startLookUps() {
	for !f.closed && !f.outage.on() && f.lookUps < maxLookUps && f.unlocated.Len() > 0 {
		h := f.unlocated.Remove(f.unlocated.Front()).(*host)
		if h.waiting() == 0 { // its rows were cancelled
			h.address.looking = false
			f.reschedule(h)
			continue
		}
		f.lookUps++
		f.running.Go(func() {
			ctx, cancel := context.WithTimeout(f.life, f.options.Timeout)
			defer cancel()
			ip, err := f.network.resolve(ctx, h.address.name)
			f.lookedUp(h, ip, err)
		})
	}
}

// lookedUp notes what came of a look-up. A failure is that of the row that goes
// next, as if its request had failed. The caller does not hold f.mu.
func (f *Fetcher) lookedUp(h *host, ip netip.Addr, err *reason.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lookUps--
	h.address.looking = false
	switch {
	case err != nil && err.Retry && f.outage.on(): // looked up again when the network is back
	case err != nil:
		h.notFound = err
	case ip.IsValid():
		f.outage.watch.See(offline.Named, h.name)
		f.settleAt(h, serverOf(ip))
		fallthrough
	default:
		h.address.at = time.Now()
	}
	f.reschedule(h)
	f.startLookUps()
	f.dispatch()
}

// serverOf returns what counts as one server: an IPv4 address, or the /64 in
// which one IPv6 host can have any number of addresses.
func serverOf(ip netip.Addr) netip.Addr {
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.Addr()
}

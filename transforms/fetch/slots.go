package fetch

import (
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/adaptive"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// Bounds of a limit that finds itself. It starts where most runs would be served
// well, and never exceeds what a home router keeps track of.
const (
	leastInFlight = 8
	startInFlight = 128
	mostInFlight  = 2048
)

// recheckEvery is how often the limit is asked when nothing else happens.
const recheckEvery = time.Second

// inFlightBound returns the most requests that will be in flight over all hosts:
// Concurrency as far as descriptors allow, and where that is 0, as far as memory
// allows too.
func (o Options) inFlightBound() int {
	if o.Concurrency > 0 {
		return min(o.Concurrency, descriptorBound())
	}
	return min(mostInFlight, descriptorBound(), memoryBound())
}

// descriptorBound returns how many requests may be in flight before descriptors
// run out.
func descriptorBound() int { return resources.ShareDescriptors(resources.DescriptorLimit()).InFlight }

// bodiesShare is one part in so many of the memory, which is for bodies in flight.
const bodiesShare = 4

// memoryBound returns how many requests may be in flight before their bodies take
// too much of the memory, web.FreeBody bytes each.
func memoryBound() int { return int(max(1, resources.MemoryLimit()/bodiesShare/web.FreeBody)) }

func (o Options) limiter() *adaptive.Limiter {
	most := o.inFlightBound()
	if o.Concurrency > 0 {
		return adaptive.Fixed(most)
	}
	return adaptive.New(adaptive.Bounds{Min: min(leastInFlight, most), Start: min(startInFlight, most), Max: most})
}

// The functions below are called with f.mu held.

// full reports that no more slots may be taken now.
func (f *Fetcher) full() bool {
	return f.inFlight >= f.backlog.bound(f.limiter.Limit(time.Now()))
}

// takeSlot counts r in.
func (f *Fetcher) takeSlot(r *row) {
	f.inFlight++
	r.slot = f.limiter.Take(time.Now())
}

// freeSlot counts r out after o. A fault that is worth another attempt brought
// nothing; every other answer is what the web has to give.
func (f *Fetcher) freeSlot(r *row, o web.Outcome) {
	f.inFlight--
	now := time.Now()
	f.limiter.Release(now, r.slot, o.Err == nil || !o.Err.Retry)
	f.backlog.freed(f.inFlight, f.limiter.Limit(now))
	r.slot = nil
}

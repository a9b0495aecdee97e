package fetch

// mostHeld is how many bytes of bodies may wait for their consumers before less is
// asked for. It keeps processors busy for a second or so; beyond, faster servers
// would only fill the memory.
const mostHeld = 32 << 20

// backlog bounds the requests in flight while bodies come faster than they are
// consumed: only every second slot that gets free is taken again. Afterwards each
// that gets free lets one more in. Starting none and then as many as the limit
// allows would have their answers come all at once, and leave the consumers idle
// in between.
type backlog struct {
	held  int64 // bytes of bodies that are with their consumers
	most  int   // requests in flight; 0: as the limit says
	spare bool  // the next slot that gets free is not taken again
}

// bound returns how many requests may be in flight where limit would be right
// without a backlog.
func (b *backlog) bound(limit int) int {
	if b.most > 0 {
		return min(limit, b.most)
	}
	return limit
}

// add notes a body that has come, while so many requests are in flight.
func (b *backlog) add(bytes int64, inFlight int) {
	b.held += bytes
	if b.held >= mostHeld {
		b.most = b.bound(inFlight)
	}
}

// freed notes that a slot got free, and so many are taken still.
func (b *backlog) freed(inFlight, limit int) {
	switch {
	case b.held >= mostHeld:
		b.most = b.bound(inFlight)
		if b.spare = !b.spare; !b.spare {
			b.most++
		}
	case b.most >= limit:
		b.most = 0
	case b.most > 0:
		b.most++
	}
}

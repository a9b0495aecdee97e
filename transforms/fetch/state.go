package fetch

import "time"

// stateOf is what a host waits for.
type hostState int

const (
	isDone    hostState = iota // rows, or that one of its requests lands
	isReady                    // a slot
	isEarly                    // its next permitted time
	isUnknown                  // its address
	isParked                   // its server, which is busy or has a permitted time of its own
)

// stateOf says what h waits for. The caller holds f.mu.
func (f *Fetcher) stateOf(h *host, now time.Time) hostState {
	r := h.peek()
	switch {
	case r == nil:
		return isDone
	case h.exhausted() || h.down(r, now):
		return isReady
	case h.inFlight >= h.polite.Window(f.perHost):
		return isDone
	case now.Before(h.polite.Next()):
		return isEarly
	case h.notFound != nil:
		return isReady
	case !f.located(h, now):
		return isUnknown
	case h.server != nil && (!f.free(h.server, now) || !h.admitted && h.server.parked.Len() > 0):
		return isParked
	}
	return isReady
}

// reschedule puts h where it belongs: into the ring if it can start a row now, else
// to where it will hear when it can. A host without rows is retired. The caller
// holds f.mu.
func (f *Fetcher) reschedule(h *host) {
	now := time.Now()
	to := f.stateOf(h, now)
	h.admitted = to == isReady
	if to != isReady {
		f.ready.remove(h)
	}
	if to != isParked && h.parked != nil {
		f.unpark(h, h.server)
	}
	if to != isEarly {
		f.alarms.unset(&h.alarm)
	}
	switch to {
	case isDone:
		if h.idle() {
			f.retire(h)
		}
	case isReady:
		f.ready.add(h)
	case isEarly:
		f.setAlarm(&h.alarm, h.polite.Next())
	case isUnknown:
		f.lookUp(h)
	case isParked:
		f.park(h)
	}
}

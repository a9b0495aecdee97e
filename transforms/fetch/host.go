package fetch

import (
	"container/list"
	"net/netip"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// host is one host's queue, and what is known of it. It is among the fetcher's
// hosts while rows belong to it, and then for long among those remembered.
type host struct {
	name     string    // see hostKey
	again    list.List // rows that were started and are due again; they go first, but see inTrouble
	fresh    list.List // the others
	inFlight int
	delayed  int // rows in back-off

	polite    politeness.Host
	inTrouble bool          // fresh rows go first: many rows tell more of a host than the same few again
	trouble   *reason.Error // what came of the last request that failed: what a host given up is reported with

	address  address
	server   *server // at the address; nil while that is not known
	admitted bool    // its server has let it in, before those parked there
	notFound *reason.Error

	// Where it stands: at most one of these.
	ready   *list.Element // in the scheduler's ring: it can start a row now
	readyIn *list.List    // the ring's part
	parked  *list.Element // with its server, which is busy
	alarm   alarm         // set: only time keeps it from being ready
}

// address is where a host's name leads.
type address struct {
	name    string     // to be looked up
	literal netip.Addr // what the name says itself, if it is an address
	at      time.Time  // of the last look-up that found one, or that a proxy is to
	looking bool
}

// newHost returns the host of to.
func newHost(to link.Target) *host {
	h := &host{name: to.Host}
	h.alarm.host = h
	if to.URL != nil {
		h.address.name = to.Name()
		if ip, err := netip.ParseAddr(h.address.name); err == nil {
			h.address.literal = ip
		}
	}
	return h
}

// HostOf returns the host that requests for a link count for: its name, with its
// port unless that is 80 or 443; "" if it is no link that can be tried.
func HostOf(address string) string {
	to, err := link.Parse(address)
	if err != nil {
		return ""
	}
	return to.Host
}

// exhausted reports that h holds the rows that have no link left to be asked for.
func (h *host) exhausted() bool { return h.name == "" }

// queued is how many rows could start now, were there slots.
func (h *host) queued() int { return h.again.Len() + h.fresh.Len() }

// waiting is how many rows are not in flight.
func (h *host) waiting() int { return h.queued() + h.delayed }

// idle reports that no row belongs to h.
func (h *host) idle() bool { return h.waiting()+h.inFlight == 0 && !h.address.looking }

// push queues r.
func (h *host) push(r *row) {
	r.queue = &h.fresh
	if r.begun() {
		r.queue = &h.again
	}
	r.place = r.queue.PushBack(r)
}

// peek returns the row that goes next, or nil.
func (h *host) peek() *row {
	order := [2]*list.List{&h.again, &h.fresh}
	if h.inTrouble {
		order = [2]*list.List{&h.fresh, &h.again}
	}
	for _, q := range order {
		if first := q.Front(); first != nil {
			return first.Value.(*row)
		}
	}
	return nil
}

// take removes the row that goes next. There must be one.
func (h *host) take() *row {
	r := h.peek()
	r.queue.Remove(r.place)
	r.place = nil
	return r
}

// down reports that r's host is given up, so that r need not be sent.
func (h *host) down(r *row, now time.Time) bool {
	return !h.exhausted() && h.polite.Down(schemeOf(r.now), now)
}

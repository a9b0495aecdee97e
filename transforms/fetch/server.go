package fetch

import (
	"container/list"
	"net/netip"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
)

// serverFactor is how many times the limits of one host a server has, that is
// all hosts at one address together. One would make a thousand sites behind one
// address of a content network take turns as if they were one; without a bound
// a small machine with a thousand sites on it would get a thousand times what
// one host may get.
const serverFactor = 4

// server is one address, and the requests in flight to all hosts there.
type server struct {
	address  netip.Addr
	hosts    int // that are known to be there
	inFlight int
	spacing  politeness.Spacing
	parked   list.List // hosts that wait for it, longest first
	alarm    alarm     // set while only time keeps the parked from starting
}

// settleAt makes ip the address of h.
func (f *Fetcher) settleAt(h *host, ip netip.Addr) {
	if h.server != nil && h.server.address == ip {
		return
	}
	f.moveOut(h)
	s := f.servers[ip]
	if s == nil {
		s = &server{address: ip}
		s.alarm.server = s
		f.servers[ip] = s
	}
	s.hosts++
	h.server = s
}

// moveOut takes h from its server, which is forgotten with its last host.
func (f *Fetcher) moveOut(h *host) {
	s := h.server
	if s == nil {
		return
	}
	h.server = nil
	f.unpark(h, s)
	s.hosts--
	f.forgetServer(s)
}

func (f *Fetcher) forgetServer(s *server) {
	if s.hosts == 0 && s.inFlight == 0 {
		f.alarms.unset(&s.alarm)
		delete(f.servers, s.address)
	}
}

// free reports that s can take a request.
func (f *Fetcher) free(s *server, now time.Time) bool {
	return s.inFlight < f.perServer.Concurrency && !now.Before(s.spacing.Next())
}

// park has h wait for its server.
func (f *Fetcher) park(h *host) {
	s := h.server
	if h.parked == nil {
		h.parked = s.parked.PushBack(h)
	}
	if s.inFlight < f.perServer.Concurrency {
		f.setAlarm(&s.alarm, s.spacing.Next())
	}
}

func (f *Fetcher) unpark(h *host, s *server) {
	if h.parked != nil {
		s.parked.Remove(h.parked)
		h.parked = nil
	}
}

// enterServer counts r's request to its host's server, if that is known, and
// leaveServer counts it out.
func (f *Fetcher) enterServer(r *row, now time.Time) {
	s := r.host.server
	if s == nil {
		return
	}
	r.server = s
	r.host.admitted = false
	s.inFlight++
	s.spacing.Start(now, f.perServer.Rate)
}

func (f *Fetcher) leaveServer(r *row) {
	s := r.server
	if s == nil {
		return
	}
	r.server = nil
	s.inFlight--
	f.wake(s)
	f.forgetServer(s)
}

// wake has as many parked hosts look again as s may take requests.
func (f *Fetcher) wake(s *server) {
	room := f.perServer.Concurrency - s.inFlight
	if f.perServer.Rate > 0 {
		room = min(room, 1) // in turn: of several only one could start
	}
	for ; room > 0 && s.parked.Len() > 0 && f.free(s, time.Now()); room-- {
		h := s.parked.Front().Value.(*host)
		f.unpark(h, s)
		h.admitted = true
		f.reschedule(h)
	}
	if first := s.parked.Front(); first != nil {
		f.park(first.Value.(*host)) // for the alarm
	}
}

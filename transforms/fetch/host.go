package fetch

import (
	"container/list"
	"time"
)

// host is one server's queue. It exists while rows belong to it or its next
// permitted time lies ahead.
type host struct {
	name       string
	again      list.List // rows that were started and are due again; they go first
	fresh      list.List // rows not yet started
	inFlight   int
	delayed    int           // rows in back-off
	notBefore  time.Time     // no request may start earlier
	crawlDelay time.Duration // between two requests, by its robots.txt
	ready      *list.Element // in the scheduler's ring, nil if it cannot start a row now
	alarm      alarm         // set while only notBefore keeps it from being ready
}

// queued is how many rows could start now, were there slots.
func (h *host) queued() int { return h.again.Len() + h.fresh.Len() }

// waiting is how many rows are not in flight.
func (h *host) waiting() int { return h.queued() + h.delayed }

// idle reports that no row belongs to h.
func (h *host) idle() bool { return h.waiting()+h.inFlight == 0 }

// push queues r.
func (h *host) push(r *row) {
	r.queue = &h.fresh
	if r.begun() {
		r.queue = &h.again
	}
	r.place = r.queue.PushBack(r)
}

// take removes the row that goes next. There must be one.
func (h *host) take() *row {
	q := &h.again
	if q.Len() == 0 {
		q = &h.fresh
	}
	r := q.Remove(q.Front()).(*row)
	r.place = nil
	return r
}

// rest keeps h from starting requests until t, if that is later than now known.
func (h *host) rest(t time.Time) {
	if t.After(h.notBefore) {
		h.notBefore = t
	}
}

// space keeps h's requests at least delay apart from now on, if its robots.txt
// asks for it. Zero says nothing.
func (h *host) space(delay time.Duration) {
	if delay > 0 {
		h.crawlDelay = delay
		h.rest(time.Now().Add(delay))
	}
}

package fetch

import "container/list"

// manyRows is from how many waiting rows on a host goes before others: it is
// likely to be what the job waits for in the end.
const manyRows = 128

// ring holds the hosts that can start a row now, each in its turn. Every other turn
// is that of a host with many rows, if there is one: while slots are scarce thousands
// of hosts with a row each would keep it waiting, and later it may have no more
// requests in flight than before.
type ring struct {
	many, few list.List
	turn      bool // of many
}

func (r *ring) len() int { return r.many.Len() + r.few.Len() }

// add puts h at the end of its queue, unless it is in one.
func (r *ring) add(h *host) {
	if h.ready != nil {
		return
	}
	h.readyIn = &r.few
	if h.queued() >= manyRows {
		h.readyIn = &r.many
	}
	h.ready = h.readyIn.PushBack(h)
}

// remove takes h out if it is in.
func (r *ring) remove(h *host) {
	if h.ready != nil {
		h.readyIn.Remove(h.ready)
		h.ready, h.readyIn = nil, nil
	}
}

// next takes out the host whose turn it is. There must be one.
func (r *ring) next() *host {
	r.turn = !r.turn
	queue := &r.few
	if r.many.Len() > 0 && (r.turn || r.few.Len() == 0) {
		queue = &r.many
	}
	h := queue.Front().Value.(*host)
	r.remove(h)
	return h
}

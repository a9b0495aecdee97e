package fetch

import (
	"container/heap"
	"time"
)

// alarm is a time at which a row, a host or a server is due. One heap holds them
// all, so one clock serves any number of waiting rows.
type alarm struct {
	at     time.Time
	slot   int // position in the heap, counted from 1; 0 when not in it
	row    *row
	host   *host
	server *server
}

// alarms is a heap of what is due, the next first.
type alarms []*alarm

// set puts a into the heap or moves it to another time.
func (h *alarms) set(a *alarm, at time.Time) {
	a.at = at
	if a.slot > 0 {
		heap.Fix(h, a.slot-1)
		return
	}
	heap.Push(h, a)
}

// unset takes a out if it is in.
func (h *alarms) unset(a *alarm) {
	if a.slot > 0 {
		heap.Remove(h, a.slot-1)
	}
}

// pop removes and returns the next alarm if it is due, else nil.
func (h *alarms) pop(now time.Time) *alarm {
	if len(*h) == 0 || (*h)[0].at.After(now) {
		return nil
	}
	return heap.Pop(h).(*alarm)
}

// Len, Less, Swap, Push and Pop are container/heap's.
func (h alarms) Len() int           { return len(h) }
func (h alarms) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h alarms) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].slot, h[j].slot = i+1, j+1
}

func (h *alarms) Push(x any) {
	a := x.(*alarm)
	*h = append(*h, a)
	a.slot = len(*h)
}

func (h *alarms) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	a.slot = 0
	return a
}

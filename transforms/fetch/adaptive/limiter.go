package adaptive

import (
	"container/list"
	"time"
)

// Bounds say where a limit may go. Min must be at least 1, and Start within Min
// and Max.
type Bounds struct {
	Min, Start, Max int
}

// clip returns the limit nearest to n within b.
func (b Bounds) clip(n int) int { return max(b.Min, min(n, b.Max)) }

// Limiter finds how many requests to have in flight. It holds no lock: its owner
// does. Times must not go back.
type Limiter struct {
	bounds Bounds
	limit  int
	goods  int64 // slots ever released with a good outcome
	round  round
	climb  climb

	fresh   list.List // of *Slot, by age: they count against limit
	stuck   int       // slots held far longer than is typical, which do not
	typical typical
}

// Slot is what one request in flight remembers for its release.
type Slot struct {
	taken time.Time
	goods int64 // of the limiter, when taken
	round int
	place *list.Element // in fresh, nil if stuck
}

// New returns a Limiter that starts at b.Start.
func New(b Bounds) *Limiter {
	return &Limiter{bounds: b, limit: b.Start, climb: newClimb(b), typical: newTypical()}
}

// Fixed returns a Limiter that always says n.
func Fixed(n int) *Limiter { return New(Bounds{Min: n, Start: n, Max: n}) }

// Limit returns how many requests may be in flight now. It is to be asked now
// and then also when nothing else happens, about once a second.
func (l *Limiter) Limit(now time.Time) int {
	for oldest := l.fresh.Front(); oldest != nil; oldest = l.fresh.Front() {
		s := oldest.Value.(*Slot)
		age := now.Sub(s.taken)
		if age < l.typical.patience() {
			break
		}
		l.typical.add(age)
		l.unlist(now, s)
		l.stuck++
	}
	return min(l.limit+l.stuck, l.bounds.Max)
}

// Take counts a request in.
func (l *Limiter) Take(now time.Time) *Slot {
	if l.round.number == 0 {
		l.round.begin(now, l.limit, l.climb.aim(), l.fresh.Len())
	}
	l.round.pass(now, l.fresh.Len())
	s := &Slot{taken: now, goods: l.goods, round: l.round.number}
	s.place = l.fresh.PushBack(s)
	return s
}

// Release counts the request of s out. It was good if it brought what it can
// bring: anything but a fault that is worth another attempt.
func (l *Limiter) Release(now time.Time, s *Slot, good bool) {
	took := now.Sub(s.taken)
	if s.place == nil {
		l.stuck--
	} else {
		l.typical.add(took)
		l.unlist(now, s)
	}
	if good {
		l.goods++
	}
	if s.round == l.round.number {
		l.round.add(took, l.goods-s.goods, good)
	}
	if l.round.complete(now) {
		l.limit = l.climb.next(l.round.result(now))
		l.round.begin(now, l.limit, l.climb.aim(), l.fresh.Len())
	}
}

// unlist takes s out of what counts against the limit.
func (l *Limiter) unlist(now time.Time, s *Slot) {
	l.round.pass(now, l.fresh.Len())
	if s.round < l.round.number {
		l.round.before--
	}
	l.fresh.Remove(s.place)
	s.place = nil
}

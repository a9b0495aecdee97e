package politeness

import (
	"math"
	"time"
)

// catchUp is how late a start may be without putting off the next ones: timers
// are late by a millisecond or so, which would cost a tenth of 100 a second.
const catchUp = 10 * time.Millisecond

// Spacing keeps the starts of requests apart. Its zero value allows one at once.
type Spacing struct{ next time.Time }

// Next returns when the next request may start.
func (s *Spacing) Next() time.Time { return s.next }

// Start notes a start at a rate per second; 0 is no limit.
func (s *Spacing) Start(now time.Time, rate float64) {
	if rate <= 0 {
		return
	}
	if due := now.Add(-catchUp); s.next.Before(due) {
		s.next = now
	}
	gap := min(float64(time.Second)/rate, float64(24*time.Hour))
	s.next = s.next.Add(time.Duration(math.Round(gap)))
}

// Undo takes back the start that moved next from before to after, unless something
// else moved it since.
func (s *Spacing) Undo(before, after time.Time) {
	if s.next.Equal(after) {
		s.next = before
	}
}

// Rest allows no start before a time, if that is later than now known.
func (s *Spacing) Rest(until time.Time) {
	if until.After(s.next) {
		s.next = until
	}
}

package adaptive

import "time"

const (
	// From a probe below to the next one, in times that a probe takes.
	shortHold = 2
	longHold  = 16

	fallen, risen = 0.7, 1.4 // of the goodput at an unchanged limit: the world is another one
	memory        = 8        // rounds in the mean goodput
)

// direction is where a probe lies.
type direction int

const (
	down direction = -1
	none direction = 0
	up   direction = 1
)

// climb is a hill climber. It holds a limit for some rounds, then probes above or
// below it, and moves there if that is worth it.
type climb struct {
	bounds  Bounds
	base    int
	goodput float64 // at base, mean of its last rounds
	rounds  int     // in that mean

	probing  direction // of the round under way
	settling bool      // the round under way only waits for the limit to take effect
	step     float64
	accepted int // probes without one that was not

	bar        float64       // what the next probe above must bring
	hold       int           // from a probe below to the next one, in times of took
	took       time.Duration // by the last probe, settling included
	sinceProbe time.Duration // at base
	sinceDown  time.Duration // at base since the last probe below
}

func newClimb(b Bounds) climb {
	return climb{bounds: b, base: b.Start, step: fastStep, bar: worth, hold: shortHold}
}

// aim is what the next round is for.
func (c *climb) aim() aim {
	switch {
	case c.settling:
		return settle
	case c.step == fineStep:
		return exact
	}
	return soon
}

// next returns the limit of the next round after r.
func (c *climb) next(r result) int {
	switch {
	case !r.full:
		c.settling = false
		return c.rest()
	case c.settling:
		c.settling = false
		c.took += r.took
		return r.limit
	case c.probing != none:
		c.took += r.took
		return c.judge(r)
	}
	c.sinceProbe += r.took
	c.sinceDown += r.took
	return c.measure(r.goodput)
}

// rest ends what is probed and goes on at base.
func (c *climb) rest() int {
	c.probing = none
	return c.base
}

// measure takes in a round at base.
func (c *climb) measure(goodput float64) int {
	switch {
	case goodput == 0: // towards where a run starts; lower, no probe could tell soon when it gets better
		c.base, c.goodput = max(c.base/2, min(c.base, c.bounds.Start)), 0
		return c.base
	case goodput < fallen*c.goodput:
		c.rounds, c.bar, c.hold = 0, plenty, 0
	case goodput > risen*c.goodput:
		c.rounds, c.bar, c.hold = 0, worth, shortHold
	}
	c.rounds = min(c.rounds+1, memory)
	c.goodput += (goodput - c.goodput) / float64(c.rounds)
	switch {
	case c.bar == worth:
		return c.probe(up)
	case c.sinceDown >= time.Duration(c.hold)*c.took:
		return c.probe(down)
	case c.sinceProbe >= c.took:
		return c.probe(up)
	}
	return c.base
}

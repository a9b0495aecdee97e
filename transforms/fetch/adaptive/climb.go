package adaptive

import "math"

const (
	// The elasticity of the goodput by the limit says what more in flight is
	// worth: at 1 the goodput grows in proportion, at 0 requests only wait longer.
	// A higher limit must bring worth, and a lower one may cost cheap. So the climb
	// ends about where goodput / limit^worth is largest, a form of power
	// (Kleinrock, "Power and Deterministic Rules of Thumb for Probabilistic
	// Problems in Computer Communications", 1979). The smaller they are, the more
	// goodput is kept where it bends softly; the gap between them keeps noise from
	// walking the limit about.
	worth = 0.15
	cheap = 0.06

	fastStep = 2.0        // from a limit to its probe, while every probe is accepted
	fineStep = math.Sqrt2 // once one was not
	longHold = 8          // most rounds between two probes

	fallen, risen = 0.7, 1.4 // of the goodput at an unchanged limit: the world is another one
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
	bounds   Bounds
	base     int
	goodput  float64 // at base, mean of its rounds
	rounds   int     // at base
	hold     int     // rounds at base before a probe
	step     float64
	accepted int       // probes without one that was not
	probing  direction // of the round under way
	turn     direction // of the next probe
	settling bool      // the round under way still shows the limit before
}

func newClimb(b Bounds) climb {
	return climb{bounds: b, base: b.Start, hold: 1, step: fastStep, turn: up}
}

// fine reports that rounds are to be exact rather than soon over.
func (c *climb) fine() bool { return c.step == fineStep }

// next returns the limit of the next round after r.
func (c *climb) next(r result) int {
	switch {
	case !r.full:
		c.settling = false
		return c.rest(c.base)
	case c.settling && !c.harms(r):
		c.settling = false
		return r.limit
	case c.probing == none:
		return c.measure(r.goodput)
	case c.probing == up && c.elasticity(r) >= worth, c.probing == down && c.elasticity(r) <= cheap:
		return c.accept(r)
	default:
		return c.reject(r)
	}
}

// harms reports that a probe above makes things so much worse that no more of it
// is needed.
func (c *climb) harms(r result) bool { return c.probing == up && r.goodput < fallen*c.goodput }

// elasticity is the power of the limit by which the goodput changed from base to r.
func (c *climb) elasticity(r result) float64 {
	return math.Log(r.goodput/c.goodput) / math.Log(float64(r.limit)/float64(c.base))
}

// rest begins anew at a base limit.
func (c *climb) rest(base int) int {
	c.base, c.probing, c.rounds = base, none, 0
	return base
}

// measure takes in a round at base.
func (c *climb) measure(goodput float64) int {
	switch {
	case goodput == 0: // towards where a run starts; lower, no probe could tell soon when it gets better
		return c.rest(max(c.base/2, min(c.base, c.bounds.Start)))
	case goodput < fallen*c.goodput:
		c.rounds, c.hold, c.turn = 0, 1, down
	case goodput > risen*c.goodput:
		c.rounds, c.hold, c.turn = 0, 1, up
	}
	c.goodput = (c.goodput*float64(c.rounds) + goodput) / float64(c.rounds+1)
	c.rounds++
	if c.rounds < c.hold {
		return c.base
	}
	if c.reach(c.turn) == c.base { // at a bound; wait as long as a probe there would have made us wait
		c.turn = -c.turn
		return c.rest(c.base)
	}
	return c.probe(c.turn)
}

// probe returns the limit to try in direction d, base if there is none.
func (c *climb) probe(d direction) int {
	limit := c.reach(d)
	if limit == c.base {
		c.probing, c.step = none, fineStep
		return limit
	}
	c.probing, c.settling = d, c.fine()
	return limit
}

// reach is a step from base in direction d.
func (c *climb) reach(d direction) int {
	return c.bounds.clip(int(math.Round(float64(c.base) * math.Pow(c.step, float64(d)))))
}

// accept moves to the probed limit and goes on in its direction, upwards in
// longer steps if that goes well.
func (c *climb) accept(r result) int {
	c.base, c.goodput, c.rounds, c.hold = r.limit, r.goodput, 1, 1
	c.accepted++
	if c.probing == up && c.accepted > 1 {
		c.step = fastStep
	}
	return c.probe(c.probing)
}

// reject goes back to base, or a little above it if the probe above brought a
// little: to where one slot of base times the limit makes today's goodput.
func (c *climb) reject(r result) int {
	base := c.base
	if c.probing == up {
		base = c.bounds.clip(int(float64(base) * max(1, r.goodput/c.goodput)))
	}
	c.turn = -c.probing
	c.hold, c.step, c.accepted = min(2*c.hold, longHold), fineStep, 0
	c.settling = true
	return c.rest(base)
}

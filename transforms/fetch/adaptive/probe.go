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

	// plenty is what a higher limit must bring where one was rejected. What a server
	// can do more than before brings about 1, and noise seldom this much.
	plenty = 0.8

	// costly is what a lower limit costs if it is that and not noise.
	costly = 0.3

	fastStep = 2.0        // from a limit to its probe, while every probe is accepted
	fineStep = math.Sqrt2 // once one was not
)

// probe returns the limit to try in direction d. At a bound that is base, as if
// what lies beyond had been tried and cost in proportion.
func (c *climb) probe(d direction) int {
	limit := c.bounds.clip(int(math.Round(float64(c.base) * math.Pow(c.step, float64(d)))))
	c.probing = d
	if d == down {
		c.sinceDown = 0
	}
	if limit == c.base {
		return c.reject(1)
	}
	c.settling = d == down || c.step == fineStep
	c.took, c.sinceProbe = 0, 0
	return limit
}

// judge ends a probe.
func (c *climb) judge(r result) int {
	elasticity := math.Log(r.goodput/c.goodput) / math.Log(float64(r.limit)/float64(c.base))
	if c.probing == up && elasticity >= c.bar || c.probing == down && elasticity <= cheap {
		return c.accept(r, elasticity)
	}
	c.settling = true
	return c.reject(elasticity)
}

// accept moves to the probed limit and goes on in its direction, in longer steps if
// that goes well.
func (c *climb) accept(r result, elasticity float64) int {
	c.base, c.goodput, c.rounds = r.limit, r.goodput, 1
	c.bar, c.hold = worth, shortHold
	c.accepted++
	if c.accepted > 1 || elasticity >= plenty {
		c.step = fastStep
	}
	return c.probe(c.probing)
}

// reject goes back to base. Probes above are cheap where they bring nothing, but
// probes below cost goodput where they cost any: so there are few of them, and
// each is followed by one above that is judged as if nothing were known.
func (c *climb) reject(elasticity float64) int {
	if c.probing == up {
		c.bar = plenty
	} else {
		c.bar = worth
		if elasticity > costly {
			c.hold = min(2*c.hold, longHold)
		}
		c.hold = max(c.hold, shortHold)
	}
	c.step, c.accepted = fineStep, 0
	return c.rest()
}

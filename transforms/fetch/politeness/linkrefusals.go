package politeness

import "math"

const (
	// A host is taken to refuse particular links when at least leastAgain rows in a row
	// were refused a second time, and the chance that a host with a rate limit did that
	// is below limitChance.
	leastAgain  = 5
	limitChance = 1e-3
)

// linkRefusals tells a host that always refuses particular links from one with a rate
// limit. Wikimedia, for example, answers 429 for thumbnails of sizes that it does not offer
// and serves the rest. A request that exceeded a limit is served when it is repeated; such
// a link never is, although others are served in the meantime.
type linkRefusals struct {
	again int // rows that were refused twice, since a refused row was last served
	known bool
}

// refusedAgain notes a row that was refused twice although others were served in between,
// and reports whether this has shown that the host refuses particular links.
func (l *linkRefusals) refusedAgain(c Counts) bool {
	l.again++
	if l.known || l.again < leastAgain {
		return false
	}
	share := float64(c.Troubles+1) / float64(c.Troubles+c.Served+2)
	l.known = math.Pow(share, float64(l.again)) < limitChance
	return l.known
}

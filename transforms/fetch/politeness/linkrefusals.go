package politeness

import "math"

const (
	// leastAgain rows must be refused again, one after another, for a host to be known
	// to refuse links, and it must be as unlikely as paceChance that a host which
	// refuses a pace did so.
	leastAgain = 5
	paceChance = 1e-3
)

// linkRefusals tells a host that refuses certain links at any pace from one that refuses
// a pace. Wikimedia, for one, answers 429 for thumbnails of sizes that it does not
// offer, and serves the rest. Whatever is refused for its pace is soon served when it is
// asked for again; such a link never is, though others are served meanwhile.
type linkRefusals struct {
	again int // rows that were refused again, since one was served that had been refused
	known bool
}

// refusedAgain notes a row that was refused twice though others were served between, and
// reports whether the host is now known to refuse links.
func (l *linkRefusals) refusedAgain(c Counts) bool {
	l.again++
	if l.known || l.again < leastAgain {
		return false
	}
	share := float64(c.Troubles+1) / float64(c.Troubles+c.Served+2)
	l.known = math.Pow(share, float64(l.again)) < paceChance
	return l.known
}

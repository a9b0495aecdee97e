package fetch

import (
	"math"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
)

const (
	// aloneChance is how unlikely a link's setbacks must be, were it a link like
	// the others of its host, for them to be its own; hopelessChance, for the link
	// to have failed. Many rows pass the first by accident.
	aloneChance    = 1e-2
	hopelessChance = 1e-5
	// maxTurnedAway is how often a link is put back while nothing else is served,
	// which tells nothing of the link.
	maxTurnedAway = 8
)

// setbacks are the troubles that a link met with at one host.
type setbacks struct {
	host  *host
	count int
	told  int               // of count, that the host was told of
	first politeness.Counts // the host's before the first
}

// add notes a setback at h. Those at another host, where a redirect led, are
// forgotten.
func (s *setbacks) add(h *host) {
	if s.host != h {
		*s = setbacks{host: h, first: h.polite.Counts()}
	}
	s.count++
}

// since returns how many requests of others the host has served and failed since
// the first setback.
func (s *setbacks) since() (served, failed int64) {
	now := s.host.polite.Counts()
	return now.Served - s.first.Served, now.Troubles - s.first.Troubles - int64(s.told)
}

// chance is that of a link like the others to have met with so many setbacks, by
// the rule of succession for theirs.
func (s *setbacks) chance() float64 {
	served, failed := s.since()
	return math.Pow(float64(failed+1)/float64(served+failed+2), float64(s.count))
}

// alone reports that the link is to blame and not its host.
func (s *setbacks) alone() bool { return s.chance() < aloneChance }

// hopeless reports that the link has failed, though its host may serve others.
func (s *setbacks) hopeless() bool {
	if served, _ := s.since(); served > 0 {
		return s.chance() < hopelessChance
	}
	return s.count >= maxTurnedAway
}

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

// setbacks are the troubles that a link met with at one host. What they say of the
// link is weighed up to when the host last served something: in a spell of trouble
// that lasts, hosts that are down and links that are all bad look alike.
type setbacks struct {
	host  *host
	count int
	told  int               // of count, that the host was told of
	first politeness.Counts // the host's before the first

	served          int64 // the host's answers when last weighed
	known, knownFor int   // count and told then
}

// add notes a setback at h. Those at another host, where a redirect led, are
// forgotten.
func (s *setbacks) add(h *host) {
	now := h.polite.Counts()
	if s.host != h {
		*s = setbacks{host: h, first: now, served: now.Served}
	}
	if now.Served > s.served { // others were served since the setback before
		s.served, s.known, s.knownFor = now.Served, s.count, s.told
	}
	s.count++
}

// chance is that of a link like the host's others to have met with so many
// setbacks, by the rule of succession for theirs.
func (s *setbacks) chance() float64 {
	now := s.host.polite.Counts()
	served := float64(now.Served - s.first.Served)
	failed := float64(max(now.Overcome-s.first.Troubles-int64(s.knownFor), 0))
	known := s.known
	if s.known > 0 {
		known++ // this one, too
	}
	return math.Pow((failed+1)/(served+failed+2), float64(known))
}

// alone reports that the link is to blame and not its host.
func (s *setbacks) alone() bool { return s.chance() < aloneChance }

// hopeless reports that the link has failed, though its host may serve others.
func (s *setbacks) hopeless() bool {
	most := maxTurnedAway
	if s.host.polite.Counts().Served > s.first.Served {
		if s.host.fresh.Len() > 0 {
			return s.chance() < hopelessChance
		}
		most = maxTurnedAway / 2 // others were served, and none is left to compare with
	}
	return s.count > most || s.chance() < hopelessChance
}

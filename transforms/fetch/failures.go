package fetch

import (
	"math"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
)

const (
	// aloneChance is how unlikely a link's failures must be, were it a link like
	// the others of its host, for them to be its own.
	aloneChance = 1e-2
	// busyChance is the same for answers that may be refusals: while a host's rate is
	// not found yet it refuses every second request, be it the same link's again.
	busyChance = 1e-3
	// maxSetbacks is how many a link may meet with. Of a host that refuses 3 in 100
	// requests one link in a billion meets with more.
	maxFailures = 7
	// servedBetween is how many others are served between two refusals of a link for the
	// second to tell something of it.
	servedBetween = 4
)

// failures are the troubles that a link met with at one host.
type failures struct {
	host           *host
	began          time.Time // the first one's attempt
	since          time.Time // the first one
	count          int
	told           int64             // of count, among the host's troubles
	refused, again bool              // again: it was refused twice, and others were served between
	first          politeness.Counts // the host's before the first
}

// add notes a failure at h. Those at another host, where a redirect led, are
// forgotten.
func (s *failures) add(h *host, began, now time.Time) {
	if s.host != h {
		*s = failures{host: h, began: began, since: now, first: h.polite.Counts()}
	}
	s.count++
}

// refusedAgain reports, once, that the link was refused though others were served since
// its first failure.
func (s *failures) refusedAgain() bool {
	if s.again || s.count < 2 || s.host.polite.Counts().Served-s.first.Served < servedBetween {
		return false
	}
	s.again = true
	return true
}

// linkAtFault reports that the link is to blame and not its host: others fare better,
// by the rule of succession for theirs.
func (s *failures) linkAtFault(a politeness.Answer) bool {
	chance := aloneChance
	if a == politeness.Busy {
		chance = busyChance
	}
	now := s.host.polite.Counts()
	served := float64(now.Served - s.first.Served)
	failed := float64(now.Troubles - s.first.Troubles - s.told)
	return math.Pow((failed+1)/(served+failed+2), float64(s.count)) < chance
}

// hostWasHealthy reports that the host was healthy when this link first failed, so the link
// is to blame even if every request to the host fails by now: when the good links
// are done, only the bad ones are left.
func (s *failures) hostWasHealthy() bool { return s.host.polite.ServedAround(s.began, s.since) }

// own reports that a link's trouble is its own, so that its host does not have to
// hear of it. What may be a refusal (Busy) is not, where others are served between
// refusals; but it is where a rest changed nothing.
func (s *failures) own(a politeness.Answer, scheme politeness.Scheme) bool {
	switch {
	case a == politeness.Silent:
		return false
	case a == politeness.Failed, a == politeness.Dropped, a == politeness.Mute, a == politeness.Busy && s.host.polite.Fruitless(scheme):
		if s.count > 1 && s.hostWasHealthy() {
			return true
		}
	}
	return !s.host.inTrouble && s.linkAtFault(a)
}

// spent reports that the link has failed, though its host may serve others.
func (s *failures) spent() bool { return s.count >= maxFailures }

// expired reports that the link is given up although its host fails as a whole:
// a host's last few rows meet with many failures in a short outage.
func (s *failures) expired(patience time.Duration, now time.Time) bool {
	return s.spent() && now.Sub(s.since) >= patience
}

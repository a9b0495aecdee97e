package fetch

import (
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
)

// A link that met with refusals alone, while a host's rate was searched, is not at
// fault yet where one that failed as often is.
func TestLinkAtFault(t *testing.T) {
	h, now := &host{}, time.Now()
	limits := politeness.Limits{Concurrency: 8, Retries: 3, Patience: time.Minute}
	failed := failures{host: h, count: 4}
	for _, a := range []politeness.Answer{
		politeness.Served, politeness.Served, politeness.Refused, politeness.Served, politeness.Served,
		politeness.Served, politeness.Refused, politeness.Served, politeness.Served, politeness.Served,
	} {
		h.polite.End(limits, h.polite.Begin(limits, politeness.HTTP, 1, now), a, 0, now)
	}
	if !failed.linkAtFault(politeness.Failed) {
		t.Error("a link that failed 4 times, while 8 of 10 others were served, is not at fault")
	}
	if failed.linkAtFault(politeness.Busy) {
		t.Error("a link that was refused 4 times, while 8 of 10 others were served, is at fault")
	}
}

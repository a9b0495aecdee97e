package terminal

import (
	"time"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// loadEvery is how often is looked at what a job waits for.
const loadEvery = 250 * time.Millisecond

// load is what a job has been measured to wait for while it ran. It is of this process:
// of a job that runs elsewhere there are no samples.
type load struct {
	elapsed time.Duration
	cpu     time.Duration // of this process, over all cores; 0 = not known
	samples int           // at which something was in flight or waited
	full    int           // of them: as much was in flight as may be
	silent  int           // of them: nothing was left but rows of hosts that do not answer
	held    int           // of them: all that was left to start waited for its host's turn
	hosts   map[string]int
	waited  progress.Waiting // for the host that was waited for most, when it was last; it refuses if it ever did
}

// add takes a sample.
func (l *load) add(s progress.Fetching) {
	if s.InFlight == 0 && s.Waiting.Host == "" {
		return
	}
	l.samples++
	switch {
	case s.Silent.Rows > 0:
		l.silent++
	case s.Waiting.Host != "":
		l.held++
		if l.hosts == nil {
			l.hosts = map[string]int{}
		}
		if l.hosts[s.Waiting.Host] > 0 || len(l.hosts) < maxHosts {
			l.hosts[s.Waiting.Host]++
		}
		if l.waited.Host == "" || l.hosts[s.Waiting.Host] >= l.hosts[l.waited.Host] {
			refused := l.waited.Host == s.Waiting.Host && l.waited.Refuses
			l.waited = s.Waiting
			l.waited.Refuses = l.waited.Refuses || refused
		}
	case s.Limit > 0 && s.InFlight >= s.Limit:
		l.full++
	}
}

// maxHosts bounds how many hosts are counted.
const maxHosts = 1000

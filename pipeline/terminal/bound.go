package terminal

import (
	"fmt"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// What it takes to say what a job was bound by: less is chance.
const (
	leastTime    = 3 * time.Second
	leastSamples = 8
	mostOfCPU    = 0.85
	mostOfTime   = 0.5
)

// boundBy says what a job's speed was bound by and what would help, "" if nothing that
// was measured stands out.
func boundBy(l load, cores int, f fetch.Options) string {
	if l.elapsed < leastTime {
		return ""
	}
	if busy := l.cpu.Seconds() / (l.elapsed.Seconds() * float64(cores)); busy >= mostOfCPU {
		return fmt.Sprintf("the CPU: %.0f%% of %d cores; more cores or workers would help", 100*min(busy, 1), cores)
	}
	if l.samples < leastSamples {
		return ""
	}
	if silent := float64(l.silent) / float64(l.samples); silent >= mostOfTime {
		return fmt.Sprintf("hosts that do not answer: %.0f%% of the time nothing else was left; a shorter --timeout gives them up sooner", 100*silent)
	}
	if held := float64(l.held) / float64(l.samples); held >= mostOfTime {
		return fmt.Sprintf("hosts' limits: %.0f%% of the time rows waited only for their host's turn, mostly %s; %s", 100*held, l.waited.Host, patience(l, f))
	}
	if full := float64(l.full) / float64(l.samples); full >= mostOfTime && f.Concurrency > 0 {
		return fmt.Sprintf("--concurrency=%d: reached %.0f%% of the time; without it, as many requests are in flight as are worth it", f.Concurrency, 100*full)
	}
	return ""
}

// patience says what would help with the host that was waited for.
func patience(l load, f fetch.Options) string {
	switch {
	case l.waited.Refuses:
		return "it refused to be asked for more"
	case f.HostRate > 0 && l.waited.Rate > 0:
		return fmt.Sprintf("if its owner agrees, --host_rate=%v", 2*f.HostRate)
	}
	return fmt.Sprintf("if its owner agrees, --host_concurrency=%d", 2*f.HostConcurrency)
}

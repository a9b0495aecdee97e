package politeness

import "time"

// remembers is for how many seconds, the current one included.
const remembers = 2

// tally counts what was served in each of the last seconds.
type tally struct {
	second int64
	counts [remembers]int
}

func (t *tally) add(now time.Time) {
	t.roll(now)
	t.counts[t.second%remembers]++
}

// roll empties the seconds that have begun since the last call.
func (t *tally) roll(now time.Time) {
	second := max(now.Unix(), t.second)
	for s := max(t.second+1, second-remembers+1); s <= second; s++ {
		t.counts[s%remembers] = 0
	}
	t.second = second
}

// perSecond is the rate of late, over at least a second: a burst counts as what
// was served in the second that it began.
func (t *tally) perSecond(now time.Time) float64 {
	t.roll(now)
	current, before := t.counts[t.second%remembers], t.counts[(t.second+remembers-1)%remembers]
	if before == 0 {
		return float64(current)
	}
	return float64(before+current) / (1 + float64(now.Nanosecond())/1e9)
}

package adaptive

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// What a server bears changes in the middle of a minute: it answers so many
// requests at a time. Over the moments at which that may find it the limiter is to
// be 90% as good as the best fixed limit, and 80% at the worst of them.
func TestCapacityChanges(t *testing.T) {
	latencies := map[string]serve{"200 ms": after(200 * ms), "exponential": exponential(200 * ms)}
	step := 6 * sec
	if long {
		step = sec
	}
	for _, c := range []struct{ before, since float64 }{{20, 80}, {40, 160}, {100, 200}, {160, 40}} {
		for name, latency := range latencies {
			t.Run(fmt.Sprint(c.before, " to ", c.since, ", ", name), func(t *testing.T) {
				t.Parallel()
				rows, possible := 0, 0
				for at := 24 * sec; at <= 36*sec; at += step {
					run := func(l *Limiter) int {
						s := &sim{limiter: l, web: all(slots(change(c.before, c.since, at), latency))(), rows: math.MaxInt, horizon: time.Minute}
						s.run(0)
						return s.good
					}
					best, _ := bestOf([]int{256, 512}, func(n int) int { return run(Fixed(n)) })
					got := run(New(bounds))
					rows, possible = rows+got, possible+best
					if got < best*8/10 {
						t.Errorf("%d rows where it changes at %v, the best fixed limit brought %d", got, at, best)
					}
				}
				t.Logf("%.0f%% of the best", 100*float64(rows)/float64(possible))
				if rows < possible*9/10 {
					t.Errorf("%d rows, the best fixed limits brought %d", rows, possible)
				}
			})
		}
	}
}

// A limit that became too high comes down.
func TestCapacityFalls(t *testing.T) {
	for seed := range seeds() {
		s := &sim{limiter: New(bounds), rows: math.MaxInt, horizon: 120 * sec}
		s.web = all(pipe(change(1000, 250, 40*sec), exponential(200*ms)))()
		s.run(seed)
		const enough = 50 // 250 a second for 200 ms
		t.Logf("%.0f in flight, at most %d", s.meanInFlight(), s.peak)
		if s.meanInFlight() > 3*enough {
			t.Errorf("from 20 s after the fall on %.0f were in flight", s.meanInFlight())
		}
	}
}

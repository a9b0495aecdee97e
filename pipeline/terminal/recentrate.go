package terminal

import "time"

// rateWindow is how far back the rate that is shown looks: the mean since the
// start says nothing of a job that waits for its last few hosts.
const rateWindow = 15 * time.Second

// recentRate tells how many rows a second were settled within rateWindow, or since
// the start if that is later.
type recentRate struct {
	samples []rateSample // the first is rateWindow old or older, if any is
}

type rateSample struct {
	at   time.Time
	rows int64
}

// add notes how many rows are settled at a time, and returns the rate.
func (r *recentRate) add(now time.Time, rows int64) float64 {
	r.samples = append(r.samples, rateSample{now, rows})
	for len(r.samples) > 1 && now.Sub(r.samples[1].at) >= rateWindow {
		r.samples = r.samples[1:]
	}
	first := r.samples[0]
	return float64(max(rows-first.rows, 0)) / max(now.Sub(first.at).Seconds(), 0.001)
}

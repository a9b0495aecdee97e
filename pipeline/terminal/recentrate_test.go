package terminal

import (
	"testing"
	"time"
)

func TestRecentRate(t *testing.T) {
	start := time.Unix(0, 0)
	var r recentRate
	r.add(start, 0)
	for _, step := range []struct {
		at   time.Duration
		rows int64
		want float64
	}{
		{5 * time.Second, 450, 90},
		{10 * time.Second, 900, 90},
		{20 * time.Second, 900, 30}, // 450 in the 15 s since the first step
		{30 * time.Second, 900, 0},  // none since 10 s
		{40 * time.Second, 1000, 5}, // 100 since 20 s, the last sample that is 15 s old
		{45 * time.Second, 1090, 190. / 15},
		{50 * time.Second, 300, 0}, // a cluster may count rows anew
	} {
		if got := r.add(start.Add(step.at), step.rows); got != step.want {
			t.Errorf("after %v: %v rows/s, want %v", step.at, got, step.want)
		}
	}
	if n := len(r.samples); n > 4 {
		t.Errorf("%d samples are kept", n)
	}
}

package chart

import (
	"fmt"
	"time"

	"github.com/beamcrop/beamcrop/io/shards/stats"
)

// Timeline is a chart of rows a second over time.
type Timeline struct {
	Written, Failed []Bar // the failed stand on the written
	Ticks           []Tick
	Peak            string // rows a second, of the highest column
	Mean            string // rows a second, over all
	Slot            string // how long a column is
	Began, Took     string
}

const widest = 20 // percent that a column may take

// Over lays out a timeline.
func Over(t stats.Timeline) Timeline {
	if len(t.Written) == 0 {
		return Timeline{}
	}
	highest, total := int64(1), int64(0)
	for i := range t.Written {
		highest = max(highest, t.Written[i]+t.Failed[i])
		total += t.Written[i] + t.Failed[i]
	}
	seconds := t.End() - t.Start
	c := Timeline{
		Peak:  rate(highest, t.Step),
		Mean:  rate(total, seconds),
		Slot:  Duration(t.Step * 1000),
		Began: time.Unix(t.Start, 0).UTC().Format("2006-01-02 15:04 UTC"),
		Took:  Duration(seconds * 1000),
		Ticks: timeTicks(seconds),
	}
	each := min(100/float64(len(t.Written)), widest)
	for i := range t.Written {
		w, f := t.Written[i], t.Failed[i]
		title := fmt.Sprintf("after %s: %s written, %s failed", Duration(int64(i)*t.Step*1000), Count(w), Count(f))
		base := float64(Height)
		for _, part := range []struct {
			n  int64
			to *[]Bar
		}{{w, &c.Written}, {f, &c.Failed}} {
			if part.n == 0 {
				continue
			}
			height := float64(part.n) / float64(highest) * Height
			base -= height
			*part.to = append(*part.to, Bar{X: each * (float64(i) + gap/4), Width: each * (1 - gap/2), Y: base, Height: height, Title: title})
		}
	}
	if scale := each * float64(len(t.Written)) / 100; scale < 1 { // columns no wider than each
		for i := range c.Ticks {
			c.Ticks[i] = tick(c.Ticks[i].X*scale, c.Ticks[i].Label)
		}
	}
	return c
}

func rate(rows, seconds int64) string {
	r := float64(rows) / float64(max(seconds, 1))
	if r < 10 {
		return fmt.Sprintf("%.1f", r)
	}
	return Count(int64(r + 0.5))
}

// timeTicks are at round times, at most five of them.
func timeTicks(seconds int64) []Tick {
	const minute, hour, day = 60, 3600, 86400
	steps := []int64{1, 2, 5, 10, 20, 30, minute, 2 * minute, 5 * minute, 10 * minute, 20 * minute, 30 * minute,
		hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 5 * day, 10 * day, 30 * day, 100 * day, 365 * day}
	step := steps[len(steps)-1]
	for _, s := range steps {
		if seconds/s < mostTicks {
			step = s
			break
		}
	}
	var ticks []Tick
	for at := int64(0); at <= seconds && len(ticks) < mostTicks; at += step {
		label := "0"
		if at > 0 {
			label = Duration(at * 1000)
		}
		ticks = append(ticks, tick(float64(at)/float64(seconds)*100, label))
	}
	return ticks
}

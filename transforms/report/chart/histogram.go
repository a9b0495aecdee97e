package chart

import (
	"github.com/beamcrop/beamcrop/io/shards/stats"
)

// Height of a chart's plot in pixels.
const Height = 120

// Bar is one column of a chart. X and Width are in percent of the chart's width,
// Y and Height in pixels from the plot's top.
type Bar struct {
	X, Width, Y, Height float64
	Title               string // says its numbers
}

// Tick is a place on the horizontal axis.
type Tick struct {
	X      float64 // percent
	Label  string
	Anchor string // where the label's text is tied to X: SVG's text-anchor
}

// Histogram is a chart of how often values occur, on a logarithmic axis.
type Histogram struct {
	Bars     []Bar
	Ticks    []Tick
	Median   float64 // its place in percent
	Quantile []Quantile
}

// Quantile is a number below which a share of the values lie.
type Quantile struct {
	Name, Value string
	X           float64 // percent
}

const (
	mostBars  = 44 // more buckets are drawn in pairs or fours
	leastBars = 14 // fewer are drawn no wider than this many would be
	gap       = 0.2
)

// Of lays out a histogram whose values unit writes.
func Of(h stats.Histogram, unit func(int64) string) Histogram {
	if h.Count() == 0 {
		return Histogram{}
	}
	axis := axisOf(h)
	c := Histogram{Ticks: axis.ticks(unit)}
	counts := axis.fold(h)
	highest := int64(1)
	for _, n := range counts {
		highest = max(highest, n)
	}
	each := 100 / float64(len(counts))
	for i, n := range counts {
		if n == 0 {
			continue
		}
		low := stats.Lower(axis.first + i*axis.by)
		high := stats.Lower(axis.first+(i+1)*axis.by) - 1
		height := max(1.5, float64(n)/float64(highest)*Height)
		title := unit(low) + " to " + unit(high) + ": " + Count(n)
		if low == high || unit(low) == unit(high) {
			title = unit(low) + ": " + Count(n)
		}
		c.Bars = append(c.Bars, Bar{X: each * (float64(i) + gap/2), Width: each * (1 - gap), Y: Height - height, Height: height, Title: title})
	}
	for _, q := range []struct {
		name string
		at   float64
	}{{"median", 0.5}, {"p90", 0.9}, {"p99", 0.99}} {
		v := h.Quantile(q.at)
		c.Quantile = append(c.Quantile, Quantile{Name: q.name, Value: unit(Rounded(v)), X: axis.place(v)})
	}
	c.Median = c.Quantile[0].X
	return c
}

// axis is a row of buckets, drawn by at a time.
type axis struct {
	first, by, bars int
}

func axisOf(h stats.Histogram) axis {
	a := axis{by: 1}
	for ; ; a.by *= 2 {
		a.first = h.First / a.by * a.by
		a.bars = (h.First+len(h.Counts)-a.first-1)/a.by + 1
		if a.bars <= mostBars {
			break
		}
	}
	if missing := leastBars - a.bars; missing > 0 {
		a.first = max(0, a.first-missing/2*a.by)
		a.bars = leastBars
	}
	return a
}

func (a axis) fold(h stats.Histogram) []int64 {
	counts := make([]int64, a.bars)
	for i, n := range h.Counts {
		counts[(h.First+i-a.first)/a.by] += n
	}
	return counts
}

// place is where v lies on the axis, in percent.
func (a axis) place(v int64) float64 {
	b := stats.Bucket(v)
	within := float64(v-stats.Lower(b)) / float64(stats.Lower(b+1)-stats.Lower(b))
	return (float64(b-a.first) + within) / float64(a.bars*a.by) * 100
}

const (
	mostTicks = 5
	tickRoom  = 17.0 // percent that a label needs on a phone
)

// ticks are round numbers: 1, 2 and 5 and their tens, or else only those tens
// that leave each label room.
func (a axis) ticks(unit func(int64) string) []Tick {
	low, high := stats.Lower(a.first), stats.Lower(a.first+a.bars*a.by)
	for _, steps := range [][]int64{{1, 2, 5}, {1, 3}, {1}} {
		if ticks := a.spaced(rounds(low, high, steps, 1), unit); ticks != nil {
			return ticks
		}
	}
	for skip := 2; ; skip++ {
		if ticks := a.spaced(rounds(low, high, []int64{1}, skip), unit); ticks != nil {
			return ticks
		}
	}
}

// rounds returns the multiples of every skip-th power of ten in [low, high).
func rounds(low, high int64, multiples []int64, skip int) []int64 {
	var found []int64
	for power, i := int64(1), 0; power < high && power < 1e17; power, i = power*10, i+1 {
		for _, m := range multiples {
			if v := m * power; v >= low && v < high && i%skip == 0 {
				found = append(found, v)
			}
		}
	}
	return found
}

// spaced places the values, or returns nil if there is no room for them.
func (a axis) spaced(values []int64, unit func(int64) string) []Tick {
	ticks := make([]Tick, 0, len(values))
	for i, v := range values {
		x := a.place(v)
		if i > 0 && x-ticks[i-1].X < tickRoom || i >= mostTicks {
			return nil
		}
		ticks = append(ticks, tick(x, unit(v)))
	}
	return ticks
}

// tick keeps a label near an edge within the chart.
func tick(x float64, label string) Tick {
	anchor := "middle"
	switch {
	case x < 8:
		anchor = "start"
	case x > 92:
		anchor = "end"
	}
	return Tick{X: x, Label: label, Anchor: anchor}
}

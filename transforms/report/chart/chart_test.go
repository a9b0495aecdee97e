package chart

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/shards/stats"
)

func TestFormats(t *testing.T) {
	for want, got := range map[string]string{
		"0": Count(0), "999": Count(999), "1,000": Count(1000), "-12,345": Count(-12345), "-123": Count(-123), "13,000,000": Count(13e6),
		"0 B": Bytes(0), "999 B": Bytes(999), "1 kB": Bytes(1000), "1.5 kB": Bytes(1530), "15 kB": Bytes(15300), "1 MB": Bytes(999_990), "4.2 GB": Bytes(4_200_000_000),
		"20 ms": Duration(20), "1 s": Duration(1000), "1.5 s": Duration(1500), "100 s": Duration(100_000), "2 min": Duration(120_000), "2.5 h": Duration(9_000_000), "30 days": Duration(30 * 86_400_000),
		"0%": Percent(0, 7), "100%": Percent(7, 7), "50.0%": Percent(1, 2), "< 0.1%": Percent(1, 1_000_000), "> 99.9%": Percent(999_999, 1_000_000), "0% ": Percent(0, 0) + " ",
		"1,080 px": Pixels(1080), "99": Count(Rounded(99)), "1,100": Count(Rounded(1080)), "130": Count(Rounded(125)),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every chart stays within its frame, labels have room, and no count is lost.
func TestHistogramsFit(t *testing.T) {
	for name, values := range map[string][]int64{
		"one value":    {480},
		"zero":         {0},
		"small":        {0, 1, 2, 3},
		"narrow":       {400, 410, 600, 610},
		"common":       {12, 30, 80, 200, 210, 220, 900, 4000},
		"wide":         {1, 1000, 1_000_000, 1_000_000_000},
		"all there is": {0, 1 << 60},
	} {
		t.Run(name, func(t *testing.T) {
			var h stats.Histogram
			for _, v := range values {
				h.Add(v)
			}
			c := Of(h, Count)
			total, right := 0.0, 0.0
			for _, b := range c.Bars {
				if b.X < right-0.001 || b.X+b.Width > 100.001 || b.Y < 0 || math.Abs(b.Y+b.Height-Height) > 0.001 {
					t.Errorf("a bar at %+v, after %v", b, right)
				}
				right = b.X + b.Width
				total += b.Height
			}
			if total == 0 || len(c.Bars) > mostBars {
				t.Errorf("%d bars of height %v", len(c.Bars), total)
			}
			if len(c.Ticks) < 1 || len(c.Ticks) > mostTicks {
				t.Errorf("%d ticks", len(c.Ticks))
			}
			for i, tick := range c.Ticks {
				if tick.X < 0 || tick.X > 100 || i > 0 && tick.X-c.Ticks[i-1].X < tickRoom {
					t.Errorf("tick %+v", tick)
				}
			}
			for _, q := range c.Quantile {
				if q.X < 0 || q.X > 100.001 {
					t.Errorf("%+v", q)
				}
			}
		})
	}
	if c := Of(stats.Histogram{}, Count); len(c.Bars)+len(c.Ticks)+len(c.Quantile) > 0 {
		t.Errorf("nothing is drawn as %+v", c)
	}
}

func TestHistogram(t *testing.T) {
	c := Of(stats.Histogram{First: 7, Counts: []int64{1, 2}}, Duration)
	want := []Bar{
		{X: 100.0 / 14 * 6.1, Width: 100.0 / 14 * 0.8, Y: 60, Height: 60, Title: "7 ms: 1"},
		{X: 100.0 / 14 * 7.1, Width: 100.0 / 14 * 0.8, Y: 0, Height: 120, Title: "8 ms to 9 ms: 2"},
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if diff := cmp.Diff(want, c.Bars, near); diff != "" {
		t.Error(diff)
	}
	if got := c.Quantile[2]; got.Name != "p99" || got.Value != "9 ms" {
		t.Errorf("%+v", got)
	}
}

func TestTimeline(t *testing.T) {
	c := Over(stats.Timeline{Start: 1_700_000_000, Step: 2, Written: []int64{10, 0, 30}, Failed: []int64{10, 0, 10}})
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	want := Timeline{
		Written: []Bar{
			{X: 20 * 0.05, Width: 20 * 0.9, Y: 90, Height: 30, Title: "after 0 ms: 10 written, 10 failed"},
			{X: 20 * 2.05, Width: 20 * 0.9, Y: 30, Height: 90, Title: "after 4 s: 30 written, 10 failed"},
		},
		Failed: []Bar{
			{X: 20 * 0.05, Width: 20 * 0.9, Y: 60, Height: 30, Title: "after 0 ms: 10 written, 10 failed"},
			{X: 20 * 2.05, Width: 20 * 0.9, Y: 0, Height: 30, Title: "after 4 s: 30 written, 10 failed"},
		},
		Ticks: []Tick{{0, "0", "start"}, {20, "2 s", "middle"}, {40, "4 s", "middle"}, {60, "6 s", "middle"}},
		Peak:  "20", Mean: "10", Slot: "2 s", Began: "2023-11-14 22:13 UTC", Took: "6 s",
	}
	if diff := cmp.Diff(want, c, near); diff != "" {
		t.Error(diff)
	}
	if c := Over(stats.Timeline{}); len(c.Ticks) > 0 {
		t.Errorf("nothing is drawn as %+v", c)
	}
}

func TestTimeTicks(t *testing.T) {
	for _, seconds := range []int64{1, 3, 59, 96, 100, 3600, 86_400, 86_400 * 400, 1 << 41} {
		ticks := timeTicks(seconds)
		if len(ticks) < 2 && seconds < 1<<40 || len(ticks) > mostTicks {
			t.Errorf("%d s have ticks %+v", seconds, ticks)
		}
	}
}

package politeness

import (
	"math"
	"testing"
	"time"
)

var start = time.Unix(1_000_000, 0)

func TestSpacing(t *testing.T) {
	var s Spacing
	for i, want := range []time.Duration{50, 100, 150} { // each on time, or a little late
		now := start.Add(time.Duration(i) * 50 * time.Millisecond).Add(time.Duration(i) * 3 * time.Millisecond)
		s.Start(now, 20)
		if got := s.Next().Sub(start); got != want*time.Millisecond {
			t.Errorf("after start %d: next at %v, want %v", i, got, want*time.Millisecond)
		}
	}
	s.Start(start.Add(time.Second), 20)
	if got := s.Next().Sub(start); got != 1050*time.Millisecond {
		t.Errorf("an idle second is made up for: next at %v", got)
	}
	s.Rest(start)
	s.Start(start.Add(time.Second), 0)
	if got := s.Next().Sub(start); got != 1050*time.Millisecond {
		t.Errorf("next at %v", got)
	}
}

// The rate that was refused is used again after the plateau, and left behind
// ever faster when nothing is refused there.
func TestRateFollowsTheCubicCurve(t *testing.T) {
	r := Rate{refused: 30, found: true, cut: start, from: start}
	for after, want := range map[time.Duration]float64{
		0: 27, 5 * time.Second: 30, 10 * time.Second: 33, 15 * time.Second: 54, 20 * time.Second: 111, time.Minute: 0,
	} {
		if got := r.At(start.Add(after)); math.Abs(got-want) > 0.01 {
			t.Errorf("after %v: %v, want %v", after, got, want)
		}
	}
}

func TestRateOfTheFirstRefusal(t *testing.T) {
	var r Rate
	for i := range 40 { // 20 a second for 2 s
		r.serve(start.Add(time.Duration(i) * 50 * time.Millisecond))
	}
	if r.At(start) != 0 {
		t.Error("a rate without a refusal")
	}
	now := start.Add(2 * time.Second)
	r.refuse(now, now, now)
	if r.refused < 18 || r.refused > 22 {
		t.Errorf("%v a second, 20 were served", r.refused)
	}
	before := r.refused
	r.refuse(now, now.Add(time.Second), now) // began before the cut
	if r.refused != before {
		t.Error("what was under way at the cut lowers the rate again")
	}
	for i := range 100 {
		r.serve(now.Add(time.Duration(i) * 50 * time.Millisecond))
	}
	later := now.Add(time.Second)
	at := r.At(later)
	r.refuse(later, later, later)
	if want := at * 100 / 101; math.Abs(r.refused-want) > 0.01 || !r.found {
		t.Errorf("%v after 1 of 101 was refused at %v, want %v", r.refused, at, want)
	}
}

func TestRests(t *testing.T) {
	l := Limits{Concurrency: 8, Retries: 3, Patience: 2 * time.Minute}
	for name, c := range map[string]struct {
		answer Answer
		asked  time.Duration
		want   []time.Duration
	}{
		"refused":         {Refused, 0, []time.Duration{250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000}},
		"refused, asked":  {Refused, 3 * time.Second, []time.Duration{3000, 3000, 3000, 3000, 4000}},
		"refused, a year": {Refused, 365 * 24 * time.Hour, []time.Duration{60_000, 60_000}},
		"one failure":     {Failed, 0, []time.Duration{0, 0, 250, 500, 1000, 1000}},
		"one silence":     {Silent, 0, []time.Duration{0, 0, 250, 500, 1000, 2000}},
	} {
		t.Run(name, func(t *testing.T) {
			d := schemeHealth{answered: true, served: true}
			now := start
			for i, want := range c.want {
				rest, _ := d.end(l, Request{row: uint64(i), at: now}, c.answer, c.asked, now)
				if rest != want*time.Millisecond {
					t.Errorf("rest %d is %v, want %v", i, rest, want*time.Millisecond)
				}
				now = now.Add(rest + time.Millisecond)
			}
		})
	}
}

func TestShare(t *testing.T) {
	for n, want := range map[int]Limits{1: {Concurrency: 8, Rate: 6}, 3: {Concurrency: 2, Rate: 2}, 100: {Concurrency: 1, Rate: 0.06}} {
		if got := (Limits{Concurrency: 8, Rate: 6}).Share(n); got != want {
			t.Errorf("a part of %d is %+v, want %+v", n, got, want)
		}
	}
}

// A refusal rests by how often the host refused, not by what else failed.
func TestRestOfARefusalAfterFailures(t *testing.T) {
	l := Limits{Concurrency: 8, Retries: 3, Patience: 2 * time.Minute}
	d := schemeHealth{answered: true, served: true}
	now := start
	for i := range 10 {
		rest, _ := d.end(l, Request{row: uint64(i), at: now}, Failed, 0, now)
		now = now.Add(rest + time.Millisecond)
	}
	if rest, _ := d.end(l, Request{row: 1, at: now}, Refused, 0, now); rest != baseRest {
		t.Errorf("the first refusal rests %v, want %v", rest, baseRest)
	}
}

// A request that fails among others that are served is no sign of an outage.
func TestServedAround(t *testing.T) {
	l := Limits{Concurrency: 8}
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	var h Host
	other := h.Begin(l, HTTP, 1, at(50))
	h.End(l, other, Served, 0, at(150))
	for name, c := range map[string]struct {
		began, ended int
		want         bool
	}{
		"among others":                        {40, 140, true},
		"at once with another":                {50, 150, true},
		"sent after the last that was served": {60, 70, false},
		"others were cut off with it":         {40, 160, false},
	} {
		if got := h.ServedAround(at(c.began), at(c.ended)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Of a silent host that never answered a row alone says little, however often it
// is tried: it takes several.
func TestSilentHostIsGivenUpByItsRows(t *testing.T) {
	l := Limits{Concurrency: 8, Retries: 3, Patience: 2 * time.Minute}
	var h Host
	now := start
	fail := func(row uint64) {
		q := h.Begin(l, HTTP, row, now)
		now = now.Add(time.Second)
		h.End(l, q, Silent, 0, now)
		now = now.Add(time.Minute)
	}
	for _, row := range []uint64{1, 1, 1, 2} {
		fail(row)
	}
	if h.Down(HTTP, now.Add(-time.Minute)) {
		t.Error("given up by two rows")
	}
	fail(3)
	if !h.Down(HTTP, now.Add(-time.Minute)) {
		t.Error("not given up by three rows")
	}
}

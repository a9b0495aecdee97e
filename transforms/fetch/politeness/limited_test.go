package politeness

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// paced is a host behind a limit, asked by one client as the scheduler does.
type paced struct {
	allow   func(now time.Time) bool
	frozen  time.Duration // of each half a minute, in which the host does nothing
	latency time.Duration
	jitter  time.Duration // mean of what the way there and timers add
	random  *rand.Rand
	answer  Answer // of a refusal

	now     time.Time
	host    Host
	pending arrivals
	rows    uint64
	flying  int
	served  int
	refused int
}

type arrival struct {
	at      time.Time
	landing bool
	answer  Answer
	request Request
}

type arrivals []arrival

func (a arrivals) Len() int           { return len(a) }
func (a arrivals) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a arrivals) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *arrivals) Push(x any)        { *a = append(*a, x.(arrival)) }
func (a *arrivals) Pop() any          { n := len(*a) - 1; x := (*a)[n]; *a = (*a)[:n]; return x }

// leaky is nginx's limit_req without a burst: what comes sooner than the gap after
// the last that was let through is refused.
func leaky(rate float64) func(time.Time) bool {
	gap := time.Duration(float64(time.Second) / rate)
	var last time.Time
	return func(now time.Time) bool {
		if now.Sub(last) < gap {
			return false
		}
		last = now
		return true
	}
}

// run goes on until so many rows were served, and returns how long that took.
func (p *paced) run(rows int) time.Duration {
	l := Limits{Concurrency: 8, Retries: 3, Patience: 2 * time.Minute}
	if p.now.IsZero() {
		p.now = start
	}
	for p.served < rows {
		next := p.host.Next()
		if next.Before(p.now) {
			next = p.now
		}
		if p.flying < p.host.Window(l) && (p.pending.Len() == 0 || !p.pending[0].at.Before(next)) {
			p.launch(l, next)
			continue
		}
		p.advance(l)
	}
	return p.now.Sub(start)
}

func (p *paced) launch(l Limits, now time.Time) {
	p.now = now
	p.rows++
	p.flying++
	q := p.host.Begin(l, HTTP, p.rows, now)
	late := time.Duration(p.random.ExpFloat64() * float64(p.jitter))
	at := now.Add(p.latency/2 + late)
	if thaw := at.Truncate(time.Minute / 2).Add(p.frozen); thaw.After(at) {
		at = thaw
	}
	heap.Push(&p.pending, arrival{at: at, request: q})
}

// advance has the next request arrive, or its answer.
func (p *paced) advance(l Limits) {
	a := heap.Pop(&p.pending).(arrival)
	p.now = a.at
	if a.landing {
		p.flying--
		p.host.End(l, a.request, a.answer, 0, p.now)
		return
	}
	a.answer = Served
	if p.allow(p.now) {
		p.served++
	} else {
		a.answer = p.answer
		p.refused++
	}
	a.landing, a.at = true, p.now.Add(p.latency/2)
	heap.Push(&p.pending, a)
}

// A limit that allows no burst is found and used, also where requests reach it
// unevenly.
func TestLimitedHost(t *testing.T) {
	tests := []struct {
		rate    float64
		jitter  time.Duration
		refused int     // of 1,000
		within  float64 // times the least possible time
	}{
		{2, 0, 30, 1.1},
		{2, 30 * time.Millisecond, 40, 1.2},
		{10, 0, 20, 1.1},
		{10, 2 * time.Millisecond, 25, 1.15},
		{10, 10 * time.Millisecond, 35, 1.3},
		{100, 0, 20, 1.6},
	}
	for _, answer := range []Answer{Refused, Busy} {
		for _, tt := range tests {
			t.Run(fmt.Sprint(answer, tt), func(t *testing.T) {
				for seed := range uint64(5) {
					p := paced{allow: leaky(tt.rate), latency: 2 * time.Millisecond, jitter: tt.jitter, random: rand.New(rand.NewPCG(seed, 1)), answer: answer}
					took := p.run(1000).Seconds() * tt.rate / 1000
					t.Logf("%d refused, %.2f times the least", p.refused, took)
					if p.refused > tt.refused || took > tt.within {
						t.Errorf("%d refused, want at most %d; %.2f times the least, want %.2f", p.refused, tt.refused, took, tt.within)
					}
				}
			})
		}
	}
}

// bucket is nginx's limit_req with a burst and nodelay.
func bucket(rate, burst float64) func(time.Time) bool {
	left, last := burst+1, start
	return func(now time.Time) bool {
		left, last = min(burst+1, left+now.Sub(last).Seconds()*rate), now
		if left < 1 {
			return false
		}
		left--
		return true
	}
}

// Requests do not pile up before a host that stands still, to be refused when it
// goes on.
func TestLimitedHostStandsStill(t *testing.T) {
	for _, answer := range []Answer{Refused, Busy} {
		p := paced{allow: leaky(10), latency: 2 * time.Millisecond, frozen: 5 * time.Second, random: rand.New(rand.NewPCG(1, 1)), answer: answer}
		took := p.run(1000)
		t.Logf("%d refused, %v", p.refused, took)
		if p.refused > 40 || took > 150*time.Second {
			t.Errorf("%d refused, %v", p.refused, took)
		}
	}
}

// A limit below one request a second is found, too.
func TestSlowlyLimitedHost(t *testing.T) {
	for _, answer := range []Answer{Refused, Busy} {
		for _, rate := range []float64{.8, .5} {
			for _, burst := range []float64{0, 5} {
				for _, rows := range []int{60, 300} {
					t.Run(fmt.Sprint(answer, rate, burst, rows), func(t *testing.T) {
						p := paced{allow: bucket(rate, burst), latency: 50 * time.Millisecond, random: rand.New(rand.NewPCG(1, 1)), answer: answer}
						took := p.run(rows).Seconds() * rate / float64(rows)
						t.Logf("%d refused, %.2f times the least", p.refused, took)
						if p.refused > 50+rows/30 || took > 1.7 {
							t.Errorf("%d refused, %.2f times the least", p.refused, took)
						}
					})
				}
			}
		}
	}
}

package adaptive

import (
	"math"
	"os"
	"testing"
	"time"
)

const (
	ms  = time.Millisecond
	sec = time.Second
)

// bounds of the tests. The fixed settings that they compare with end there, too.
var bounds = Bounds{Min: 8, Start: 64, Max: 512}

// long has the simulations run in full: more seeds, and every fixed limit.
var long = os.Getenv("BEAMCROP_LONG") != ""

// seeds is how many seeds a simulation is run with.
func seeds() uint64 {
	if long {
		return 3
	}
	return 1
}

// settings are fixed limits within the bounds, each so many times the last.
func settings(factor float64) []int {
	var all []int
	for n := float64(bounds.Min); n < float64(bounds.Max)+1; n *= factor {
		all = append(all, int(math.Round(n)))
	}
	return all
}

// A limiter that finds its limit is to be 90% as good as the best fixed limit, and
// where there is a point beyond which more brings nothing, to stay near it.
func TestAgainstBestFixedLimit(t *testing.T) {
	for _, c := range []struct {
		name    string
		horizon time.Duration
		decode  time.Duration
		web     func() []*kind
		knee    bool // more than enough in flight is wrong
	}{
		{"5 ms", 2 * sec, 0, all(after(5 * ms)), false},
		{"5 ms, 5,000 rows/s", 10 * sec, 0, all(pipe(always(5000), after(5*ms))), true},
		{"5 ms, 5% fail", 2 * sec, 0, all(faulty(.05, 50*ms, exponential(5*ms))), false},
		{"200 ms", 40 * sec, 0, all(after(200 * ms)), false},
		{"200 ms, 600 rows/s", 60 * sec, 0, all(pipe(always(600), exponential(200*ms))), true},
		{"200 ms, 5% fail", 40 * sec, 0, all(faulty(.05, 2*sec, exponential(200*ms))), false},
		{"200 ms, 600 rows/s, 5% fail", 120 * sec, 0, all(pipe(always(600), faulty(.05, sec, exponential(200*ms)))), true},
		{"1 s", 120 * sec, 0, all(after(sec)), false},
		{"1 s, 100 rows/s", 120 * sec, 0, all(pipe(always(100), exponential(sec))), true},
		{"1 s, 5% fail", 120 * sec, 0, all(faulty(.05, 20*sec, exponential(sec))), false},

		{"capacity falls", 120 * sec, 0, all(pipe(change(1000, 250, 60*sec), exponential(200*ms))), false},
		{"capacity rises", 120 * sec, 0, all(pipe(change(250, 1000, 60*sec), exponential(200*ms))), false},

		{"slower the more it is asked, 30", 240 * sec, 0, all(weary(30, exponential(100*ms))), true},
		{"slower the more it is asked, 100", 120 * sec, 0, all(weary(100, exponential(100*ms))), true},
		{"refuses what is too much", 120 * sec, 0, all(refusing(50, 20*ms, exponential(100*ms))), true},
		{"drops what is too much", 120 * sec, 0, all(refusing(50, sec, exponential(100*ms))), true},

		{"decoding, 0 ms", 60 * sec, 5 * ms, all(after(0)), true},
		{"decoding, 200 ms", 60 * sec, 5 * ms, all(exponential(200 * ms)), true},
		{"decoding, 1 s", 120 * sec, 5 * ms, all(exponential(sec)), false},

		{"slow hosts", 20 * sec, 0, slowHosts, false},
		{"slow hosts, decoding", 120 * sec, 5 * ms, slowHosts, false},
		{"5% time out", 120 * sec, 5 * ms, all(faulty(.05, 10*sec, exponential(300*ms))), false},
		{"25% time out", 120 * sec, 0, all(faulty(.25, 10*sec, exponential(200*ms))), false},
		{"2% are late", 120 * sec, 5 * ms, all(late(.02, 5*sec, exponential(50*ms))), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run := func(l *Limiter, seed uint64) *sim {
				s := &sim{limiter: l, web: c.web(), rows: math.MaxInt, horizon: c.horizon, decode: c.decode}
				s.run(seed)
				return s
			}
			factor := 2.0
			if c.knee {
				factor = math.Sqrt2
			}
			best, enough := bestOf(settings(factor), func(n int) int { return run(Fixed(n), 0).good })
			for seed := range seeds() {
				s := run(New(bounds), seed)
				t.Logf("%d rows, %.0f%% of the best; %.0f in flight, at most %d; %d would have done",
					s.good, 100*float64(s.good)/float64(best), s.meanInFlight(), s.peak, enough)
				if s.good < best*9/10 {
					t.Errorf("%d rows, the best fixed limit brought %d", s.good, best)
				}
				if c.knee && s.meanInFlight() > 2*float64(enough) {
					t.Errorf("%.0f were in flight, %d would have done", s.meanInFlight(), enough)
				}
			}
		})
	}
}

// bestOf returns the most rows that any fixed limit brings, and the lowest one
// that brings 95% of it.
func bestOf(settings []int, rows func(limit int) int) (best, enough int) {
	brought := map[int]int{}
	at := 0
	for _, n := range settings {
		if !long && at > 0 && n > 4*at {
			break // where much more brought nothing, still more does not either
		}
		if brought[n] = rows(n); brought[n] > best*101/100 {
			at = n
		}
		best = max(best, brought[n])
	}
	for _, n := range settings {
		if brought[n] >= best*95/100 {
			return best, n
		}
	}
	return best, 0
}

// slowHosts is a web with a few hosts that answer 100 times slower than the others,
// or not at all, within a limit for each host.
func slowHosts() []*kind {
	return []*kind{
		{share: .96, serve: exponential(50 * ms)},
		{share: .01, most: 8, serve: after(10 * sec)},
		{share: .01, most: 8, serve: after(5 * sec)},
		{share: .01, most: 8, serve: exponential(3 * sec)},
		{share: .01, most: 8, serve: faulty(1, 20*sec, nil)},
	}
}

// A short run does not spend its time on finding out: it is to be about as fast
// as with 256 in flight, where that is good, and not much slower than with 512.
func TestShortRuns(t *testing.T) {
	const rows = 3000
	for _, c := range []struct {
		name   string
		decode time.Duration
		web    func() []*kind
	}{
		{"200 ms", 0, all(after(200 * ms))},
		{"200 ms, exponential", 0, all(exponential(200 * ms))},
		{"1 s", 0, all(after(sec))},
		{"200 ms, decoding", 5 * ms, all(exponential(200 * ms))},
		{"200 ms, decoding, 5% time out", 5 * ms, all(faulty(.05, 10*sec, exponential(200*ms)))},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := func(l *Limiter) time.Duration { // without what waits for timeouts at the end
				s := &sim{limiter: l, web: c.web(), rows: rows * 9 / 10, horizon: time.Hour, decode: c.decode}
				return s.run(1)
			}
			took, at256, at512 := run(New(Bounds{Min: 8, Start: 64, Max: 2048})), run(Fixed(256)), run(Fixed(512))
			t.Logf("%v; %v with 256, %v with 512", took, at256, at512)
			if took > at256*10/9 || took > at512*10/7 {
				t.Errorf("%d rows took %v; with 256 in flight %v, with 512 %v", rows, took, at256, at512)
			}
		})
	}
}

// While something else keeps requests from being in flight, the limit stays.
func TestNotFull(t *testing.T) {
	s := &sim{limiter: New(bounds), web: all(exponential(100 * ms))(), rows: math.MaxInt, horizon: time.Minute, every: 10 * ms}
	s.run(1)
	if n := s.limiter.Limit(s.clock()); n != bounds.Start {
		t.Errorf("the limit is %d with %.0f in flight", n, s.meanInFlight())
	}
	if s.good < 5900 {
		t.Errorf("%d of 6,000 rows were fetched", s.good)
	}
}

// Where everything fails the limit stays between its start and where it was; when
// it gets better again, it is found again.
func TestAllFail(t *testing.T) {
	outage := func(s *sim, _ *kind) (time.Duration, bool) {
		if s.now > 20*sec && s.now < 60*sec {
			return 100 * ms, false
		}
		return 200 * ms, true
	}
	s := &sim{limiter: New(bounds), web: all(outage)(), rows: math.MaxInt}
	for _, c := range []struct {
		until     time.Duration
		low, high int
	}{{20 * sec, 300, 512}, {59 * sec, 64, 64}, {80 * sec, 300, 512}} {
		s := *s
		s.limiter, s.web, s.horizon = New(bounds), all(outage)(), c.until
		s.run(1)
		if n := s.limiter.Limit(s.clock()); n < c.low || n > c.high {
			t.Errorf("after %v the limit is %d", c.until, n)
		}
	}
}

// Hosts that hold every slot do not stop the others' rows, but if all hosts are
// silent, ever less is tried.
func TestStall(t *testing.T) {
	l := New(bounds)
	now := time.Unix(0, 0)
	fill := func() (n int) {
		for inFlight := l.fresh.Len() + l.stuck; inFlight < l.Limit(now); inFlight++ {
			l.Take(now)
			n++
		}
		return n
	}
	added := fill()
	for range 20 { // a timeout's seconds
		now = now.Add(time.Second)
		added += fill()
	}
	if added < bounds.Start*3/2 || added > bounds.Start*5/2 {
		t.Errorf("%d requests were sent while none of %d came back", added, bounds.Start)
	}
}

// A limit that is set stays.
func TestFixed(t *testing.T) {
	s := &sim{limiter: Fixed(100), web: all(exponential(100 * ms))(), rows: 20_000, horizon: time.Hour}
	s.run(1)
	if s.peak != 100 || s.limiter.Limit(s.clock()) != 100 {
		t.Errorf("the peak was %d, the limit is %d", s.peak, s.limiter.Limit(s.clock()))
	}
}

// The bounds are kept, whatever happens.
func TestBounds(t *testing.T) {
	for _, b := range []Bounds{{1, 1, 1}, {1, 1, 2}, {3, 5, 7}, {8, 64, 100}} {
		s := &sim{limiter: New(b), web: slowHosts(), rows: math.MaxInt, horizon: 30 * sec}
		s.run(1)
		if s.peak > b.Max || s.limiter.limit < b.Min || s.limiter.limit > b.Max {
			t.Errorf("%+v: the limit is %d, the peak was %d", b, s.limiter.limit, s.peak)
		}
	}
}

package fetch

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// limiter refuses what comes faster than its rate, as servers do.
type limiter struct {
	mu      sync.Mutex
	allow   func(now time.Time) bool
	served  int
	refused int
}

// tokens allows rate a second evenly, and burst at once.
func tokens(rate, burst float64) func(time.Time) bool {
	left, last := burst, time.Time{}
	return func(now time.Time) bool {
		if last.IsZero() {
			last = now
		}
		left = min(burst, left+now.Sub(last).Seconds()*rate)
		last = now
		if left < 1 {
			return false
		}
		left--
		return true
	}
}

// window allows n in each period.
func window(n int, period time.Duration) func(time.Time) bool {
	var from time.Time
	used := 0
	return func(now time.Time) bool {
		if at := now.Truncate(period); at != from {
			from, used = at, 0
		}
		used++
		return used <= n
	}
}

func (l *limiter) serve() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.allow(time.Now()) {
		l.served++
		return true
	}
	l.refused++
	return false
}

// A host that serves 20 requests a second loses no row, hardly ever refuses, and
// is used to nearly what it serves.
func TestRefusingHost(t *testing.T) {
	tests := []struct {
		name       string
		allow      func(time.Time) bool
		latency    time.Duration
		retryAfter time.Duration
		rows       int
		most       float64 // refused of all requests
		within     time.Duration
	}{
		{"20 a second, 20 at once", tokens(20, 20), 50 * time.Millisecond, 0, 2000, 0.03, 140 * time.Second},
		{"20 a second, 5 at once", tokens(20, 5), 50 * time.Millisecond, time.Second, 2000, 0.03, 140 * time.Second},
		{"20 a second, 100 at once", tokens(20, 100), 50 * time.Millisecond, 0, 2000, 0.03, 140 * time.Second},
		{"20 a second, no burst", tokens(20, 1.2), 50 * time.Millisecond, 0, 2000, 0.03, 140 * time.Second},
		{"20 in each second", window(20, time.Second), 50 * time.Millisecond, 0, 2000, 0.03, 140 * time.Second},
		{"20 in each second, far away", window(20, time.Second), 400 * time.Millisecond, time.Second, 2000, 0.03, 140 * time.Second},
		{"20 in each second, at once", window(20, time.Second), 0, time.Second, 2000, 0.03, 140 * time.Second},
		// No server tells less: nothing is refused for a minute, and then all is.
		{"1,200 in each minute", window(1200, time.Minute), 50 * time.Millisecond, 0, 2000, 0.06, 140 * time.Second},
		{"1 a second", tokens(1, 5), 50 * time.Millisecond, 0, 300, 0.4, 7 * time.Minute},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			l := limiter{allow: tt.allow}
			w := newWorld(t, Options{Retries: 1}, func(ctx context.Context, _ call) web.Outcome {
				allowed := l.serve()
				sleep(ctx, tt.latency)
				if allowed {
					return good()
				}
				o := status(429)
				o.RetryAfter = tt.retryAfter
				return o
			})
			for i := range tt.rows {
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			}
			w.await(t, tt.rows)
			took := time.Since(w.began)
			for _, r := range w.results {
				if r.Err != nil {
					t.Fatalf("lost %+v", r)
				}
			}
			share := float64(l.refused) / float64(l.served+l.refused)
			t.Logf("%d refused of %d (%.1f%%), %v", l.refused, l.served+l.refused, 100*share, took)
			if share > tt.most {
				t.Errorf("%d of %d requests were refused", l.refused, l.served+l.refused)
			}
			if took > tt.within {
				t.Errorf("took %v, want at most %v", took, tt.within)
			}
			w.empty(t)
		})
	}
}

func TestRefusalSpeaksForItsLinkAlone(t *testing.T) {
	bubble(t, "one link of a host that serves", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 100*time.Millisecond)
			if c.url == "http://a.test/never" {
				return status(429)
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/never")
		for i := range 2000 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 2001)
		r := w.results["http://a.test/never"]
		wantReason(t, r, reason.HTTP429)
		if r.Attempts > maxFailures {
			t.Errorf("%d attempts", r.Attempts)
		}
		// 8 at a time, 80 a second; each host-wide cut costs some of it.
		if took := time.Since(w.began); took > 40*time.Second {
			t.Errorf("the other rows took %v", took)
		}
	})

	bubble(t, "a quarter of the links, once or for ever", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 100*time.Millisecond)
			var n int
			if _, err := fmt.Sscanf(c.url, "http://a.test/%d", &n); err != nil {
				t.Error(err)
			}
			if n%8 == 0 || n%8 == 4 && c.nth == 0 {
				return status(429)
			}
			return good()
		})
		for i := range 400 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 400)
		failed := 0
		for _, r := range w.results {
			if r.Err != nil {
				failed++
			}
		}
		took := time.Since(w.began)
		t.Logf("%d requests, %v", len(w.calls), took)
		if failed != 50 || took > 15*time.Minute {
			t.Errorf("%d rows failed, %v", failed, took)
		}
	})

	bubble(t, "the last link of a host that served", func(t *testing.T) {
		w := newWorld(t, Options{}, func(_ context.Context, c call) web.Outcome {
			if c.url == "http://a.test/never" {
				return status(429)
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/1")
		w.await(t, 1)
		w.submit(t.Context(), "http://a.test/never")
		w.await(t, 2)
		r := w.results["http://a.test/never"]
		wantReason(t, r, reason.HTTP429)
		if r.Elapsed > time.Minute {
			t.Errorf("took %v", r.Elapsed)
		}
	})
}

func TestRefusingForEver(t *testing.T) {
	refuse := func(ctx context.Context, _ call) web.Outcome {
		sleep(ctx, 100*time.Millisecond)
		return status(429)
	}
	bubble(t, "ends with http_429", func(t *testing.T) {
		w := newWorld(t, Options{}, refuse)
		for i := range 10_000 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 10_000)
		for _, r := range w.results {
			if e, ok := reason.Of(r.Err); !ok || e.Reason != reason.HTTP429 {
				t.Fatalf("%+v", r)
			}
		}
		if took := time.Since(w.began); took > 15*time.Minute {
			t.Errorf("took %v", took)
		}
		if n := len(w.calls); n > 50 {
			t.Errorf("%d requests", n)
		}
		w.empty(t)
	})

	bubble(t, "one row ends too", func(t *testing.T) {
		w := newWorld(t, Options{}, refuse)
		w.submit(t.Context(), "http://a.test/", "http://b.test/")
		w.await(t, 1)
		r := w.results["http://a.test/"]
		wantReason(t, r, reason.HTTP429)
		if r.URL != "http://b.test/" || r.Elapsed > 2*time.Minute {
			t.Errorf("%+v", r)
		}
	})

	bubble(t, "a later row finds the host open again", func(t *testing.T) {
		began := time.Now()
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			if time.Since(began) < 5*time.Minute {
				return refuse(ctx, c)
			}
			return good()
		})
		for i := range 20 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 20)
		time.Sleep(10 * time.Minute)
		w.submit(t.Context(), "http://a.test/late")
		w.await(t, 21)
		if r := w.results["http://a.test/late"]; r.Err != nil {
			t.Errorf("%+v", r)
		}
	})
}

// A host's refusals are no row's time: rows wait far longer than their deadline.
func TestRefusalsTakeNoTimeOfARow(t *testing.T) {
	bubble(t, "a closed minute", func(t *testing.T) {
		l := limiter{allow: window(30, time.Minute)}
		w := newWorld(t, Options{Retries: 0, RowDeadline: 10 * time.Second, Timeout: time.Second}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 50*time.Millisecond)
			if l.serve() {
				return good()
			}
			return status(429)
		})
		for i := range 120 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 120)
		for _, r := range w.results {
			if r.Err != nil {
				t.Errorf("%+v", r)
			}
		}
	})
}

// What a progress line says of a host that refuses.
func TestStatsOfARefusingHost(t *testing.T) {
	bubble(t, "held", func(t *testing.T) {
		l := limiter{allow: tokens(20, 20)}
		w := newWorld(t, Options{}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 50*time.Millisecond)
			if l.serve() {
				return good()
			}
			return status(429)
		})
		for i := range 2000 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		s := w.Stats()
		if q := s.Slowest; q.Host != "a.test" || !q.Refuses || q.Rate < 15 || q.Rate > 23 || q.Takes < 50*time.Second || s.Held != s.Waiting || s.Held < 1000 {
			t.Errorf("%+v", s)
		}
		w.await(t, 2000)
		if s := w.Stats(); s.Held != 0 || s.Slowest.Rows != 0 {
			t.Errorf("%+v when all is done", s)
		}
	})
}

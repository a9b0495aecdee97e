package fetch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// busy is a host's answer to what comes too fast, without a Retry-After.
func busy(code int) web.Outcome {
	o := status(code)
	o.Err.Retry = true
	return o
}

// mustServeAll has a host answer code to what its limit does not allow, asks it for rows,
// and returns how long that takes. No row may be lost.
func mustServeAll(t *testing.T, l *limiter, code, rows int) time.Duration {
	t.Helper()
	w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, _ call) web.Outcome {
		allowed := l.serve()
		sleep(ctx, 5*time.Millisecond)
		if allowed {
			return good()
		}
		return busy(code)
	})
	for i := range rows {
		w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
	}
	w.await(t, rows)
	for _, r := range w.results {
		if r.Err != nil {
			t.Fatalf("lost %+v", r)
		}
	}
	return time.Since(w.began)
}

// A host that refuses without saying so, as nginx does by default, loses no row.
func TestBusyHost(t *testing.T) {
	for _, code := range []int{420, 430, 503, 509, 529} {
		for name, allow := range map[string]func() func(time.Time) bool{
			"10 a second":           func() func(time.Time) bool { return tokens(10, 1.2) },
			"10 a second, 20 more":  func() func(time.Time) bool { return tokens(10, 20) },
			"600 in each minute":    func() func(time.Time) bool { return window(600, time.Minute) },
			"10 in each second":     func() func(time.Time) bool { return window(10, time.Second) },
			"10 a second, jittered": func() func(time.Time) bool { return jittered(tokens(10, 1.2), 5*time.Millisecond) },
		} {
			bubble(t, fmt.Sprintf("%d, %s", code, name), func(t *testing.T) {
				l := limiter{allow: allow()}
				took := mustServeAll(t, &l, code, 1000)
				t.Logf("%d refused, %v", l.refused, took)
				most := 60
				if strings.Contains(name, "minute") { // closed for most of it, as in an outage
					most = 150
				}
				if l.refused > most || took > 125*time.Second {
					t.Errorf("%d refused, %v", l.refused, took)
				}
			})
		}
	}
}

// jittered has requests arrive late by chance.
func jittered(allow func(time.Time) bool, mean time.Duration) func(time.Time) bool {
	random := rand.New(rand.NewPCG(1, 0))
	return func(now time.Time) bool { return allow(now.Add(time.Duration(random.ExpFloat64() * float64(mean)))) }
}

// A host of which some have no room at a time.
func TestBusyConnections(t *testing.T) {
	bubble(t, "two at a time", func(t *testing.T) {
		room := make(chan struct{}, 2)
		var count atomic.Int64
		w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, _ call) web.Outcome {
			select {
			case room <- struct{}{}:
			default:
				count.Add(1)
				return busy(503)
			}
			defer func() { <-room }()
			sleep(ctx, 500*time.Millisecond)
			return good()
		})
		for i := range 60 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 60)
		for _, r := range w.results {
			if r.Err != nil {
				t.Errorf("lost %+v", r)
			}
		}
		refused := count.Load()
		t.Logf("%d refused, %v", refused, time.Since(w.began))
		if took := time.Since(w.began); refused > 40 || took > 45*time.Second {
			t.Errorf("%d refused, %v", refused, took)
		}
	})
}

// oneIn is true of one request in so many, whichever of them are sent first.
func oneIn(many int, c call, n int) bool {
	return rand.New(rand.NewPCG(uint64(n), uint64(c.nth))).IntN(many) == 0 //nolint:gosec // neither is negative
}

// Links that are busy by themselves, or by chance, do not slow their host down.
func TestBusyLinks(t *testing.T) {
	tests := map[string]struct {
		fails    func(c call, n int) bool
		failed   int
		attempts int // of a failed row, at most
	}{
		"one in 20, for ever":     {func(_ call, n int) bool { return n%20 == 7 }, 100, 4},
		"one in 20, once":         {func(c call, n int) bool { return n%20 == 7 && c.nth == 0 }, 0, 0},
		"one in 20, by chance":    {func(c call, n int) bool { return oneIn(20, c, n) }, 0, 0},
		"one in 100, by chance":   {func(c call, n int) bool { return oneIn(100, c, n) }, 0, 0},
		"one in 10, for ever":     {func(_ call, n int) bool { return n%10 == 7 }, 200, 7},
		"ten in a row, for ever":  {func(_ call, n int) bool { return n >= 500 && n < 510 }, 10, 25},
		"the last ten, for ever":  {func(_ call, n int) bool { return n >= 1990 }, 10, 25},
		"the first ten, for ever": {func(_ call, n int) bool { return n < 10 }, 10, 25},
	}
	for name, tt := range tests {
		bubble(t, name, func(t *testing.T) {
			w := newWorld(t, Options{Retries: 3}, nil)
			w.answer = func(ctx context.Context, c call) web.Outcome {
				sleep(ctx, 50*time.Millisecond)
				var n int
				if _, err := fmt.Sscanf(c.url, "http://a.test/%d", &n); err != nil {
					t.Error(err)
				}
				w.mu.Lock()
				defer w.mu.Unlock()
				if tt.fails(c, n) {
					return busy(503)
				}
				return good()
			}
			for i := range 2000 {
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			}
			w.await(t, 2000)
			failed, most := 0, 0
			for _, r := range w.results {
				if r.Err != nil {
					wantReason(t, r, reason.HTTP5xx)
					failed++
					most = max(most, r.Attempts)
				}
			}
			t.Logf("%d requests, %v", len(w.calls), time.Since(w.began))
			if failed != tt.failed || most > tt.attempts {
				t.Errorf("%d rows failed, after up to %d attempts", failed, most)
			}
			// 8 at a time, 20 a second each: 12.5 s.
			if took := time.Since(w.began); took > 4*time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// A host that serves less than one request a second loses no row, and is not asked many
// times as often as it serves.
func TestSlowlyLimitedHost(t *testing.T) {
	for _, code := range []int{429, 503} {
		bubble(t, fmt.Sprint(code), func(t *testing.T) {
			l := limiter{allow: tokens(.5, 6)}     // nginx: rate=30r/m burst=5
			took := mustServeAll(t, &l, code, 200) // 388 s is the least
			t.Logf("%d refused, %v", l.refused, took)
			if l.refused > 40 || took > 430*time.Second {
				t.Errorf("%d refused, %v", l.refused, took)
			}
		})
	}
}

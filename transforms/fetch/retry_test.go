package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestRetry(t *testing.T) {
	bubble(t, "back-off grows, is bounded, and repeats with its seed", func(t *testing.T) {
		gaps := func() []time.Duration {
			w := newWorld(t, Options{Retries: 9, RowDeadline: time.Hour}, func(_ context.Context, c call) web.Outcome {
				if c.nth < 9 {
					return status(500)
				}
				return good()
			})
			w.submit(t.Context(), "http://a.test/")
			w.await(t, 1)
			if r := w.results["http://a.test/"]; r.Err != nil || r.Attempts != 10 || string(r.Body) != "picture" {
				t.Errorf("%+v", r)
			}
			w.empty(t)
			var gaps []time.Duration
			for i, c := range w.calls[1:] {
				gaps = append(gaps, c.at-w.calls[i].at)
			}
			return gaps
		}
		first := gaps()
		for i, gap := range first {
			if limit := min(10*time.Second, 200*time.Millisecond<<i); gap < 0 || gap > limit {
				t.Errorf("retry %d after %v, at most %v", i, gap, limit)
			}
		}
		if diff := cmp.Diff(first, gaps()); diff != "" {
			t.Error(diff)
		}
	})

	bubble(t, "slots are free during back-off", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 1, HostConcurrency: 1, Retries: 1}, func(_ context.Context, c call) web.Outcome {
			if strings.HasSuffix(c.url, "bad") && c.nth == 0 {
				return status(500)
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/bad")
		w.submit(t.Context(), "http://a.test/good")
		w.await(t, 2)
		if w.calls[1].url != "http://a.test/good" || w.calls[1].at != 0 {
			t.Errorf("second was %+v", w.calls[1])
		}
	})

	for name, tt := range map[string]struct {
		answer   web.Outcome
		attempts int
		want     reason.Reason
	}{
		"a permanent fault is not retried": {status(404), 1, reason.HTTP4xx},
		"a transient one is":               {status(503), 4, reason.HTTP5xx},
	} {
		bubble(t, name, func(t *testing.T) {
			w := newWorld(t, Options{Retries: 3}, func(context.Context, call) web.Outcome { return tt.answer })
			w.submit(t.Context(), "http://a.test/")
			w.await(t, 1)
			r := w.results["http://a.test/"]
			wantReason(t, r, tt.want)
			if r.Attempts != tt.attempts || r.Status != tt.answer.Status || r.URL != "http://a.test/" || r.Body != nil {
				t.Errorf("%+v, want %d attempts", r, tt.attempts)
			}
			w.empty(t)
		})
	}
}

func TestRetryAfter(t *testing.T) {
	busy := func(code int, wait time.Duration) web.Outcome {
		o := status(code)
		o.RetryAfter = wait
		return o
	}
	for _, code := range []int{429, 503} {
		bubble(t, fmt.Sprintf("%d rests the host and no other", code), func(t *testing.T) {
			w := newWorld(t, Options{HostConcurrency: 1, Retries: 1}, func(_ context.Context, c call) web.Outcome {
				if c.url == "http://a.test/1" && c.nth == 0 {
					return busy(code, 7*time.Second)
				}
				return good()
			})
			for _, link := range []string{"http://a.test/1", "http://a.test/2", "http://b.test/1"} {
				w.submit(t.Context(), link)
			}
			w.await(t, 3)
			for _, c := range w.calls {
				first := c.host == "b.test" || c.url == "http://a.test/1" && c.nth == 0
				if first != (c.at < 7*time.Second) {
					t.Errorf("%s came at %v", c.url, c.at)
				}
			}
			time.Sleep(10 * time.Second)
			w.empty(t)
		})
	}

	bubble(t, "a 500 speaks for its link alone", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 1, Retries: 1}, func(_ context.Context, c call) web.Outcome {
			if c.url == "http://a.test/1" && c.nth == 0 {
				return busy(500, 7*time.Second)
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/1")
		w.submit(t.Context(), "http://a.test/2")
		w.await(t, 2)
		if w.calls[1].at != 0 || w.calls[2].at < 7*time.Second {
			t.Errorf("calls %+v", w.calls)
		}
	})

	bubble(t, "days ahead are a minute, and for ever is the deadline", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 1, RowDeadline: 2 * time.Minute}, func(context.Context, call) web.Outcome {
			return busy(429, 72*time.Hour)
		})
		w.submit(t.Context(), "http://a.test/")
		w.await(t, 1)
		wantReason(t, w.results["http://a.test/"], reason.HTTP429)
		var at []time.Duration
		for _, c := range w.calls {
			at = append(at, c.at)
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 2 * time.Minute}, at); diff != "" {
			t.Error(diff)
		}
		w.empty(t)
	})

	bubble(t, "days ahead do not stop the host for days", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 1}, func(_ context.Context, c call) web.Outcome {
			if c.url == "http://a.test/1" {
				return busy(429, 72*time.Hour)
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/1")
		w.submit(t.Context(), "http://a.test/2")
		w.await(t, 2)
		if r := w.results["http://a.test/2"]; r.Err != nil || r.Elapsed > time.Minute {
			t.Errorf("%+v", r)
		}
		wantReason(t, w.results["http://a.test/1"], reason.HTTP429)
	})
}

func TestRowDeadline(t *testing.T) {
	hang := func(ctx context.Context, c call) web.Outcome {
		sleep(ctx, c.patience)
		return timedOut()
	}
	tests := []struct {
		name  string
		serve func(context.Context, call) web.Outcome
		want  reason.Reason
	}{
		{"no failure but its own", hang, reason.Timeout},
		{"the last failure's", func(ctx context.Context, c call) web.Outcome {
			if c.nth == 0 {
				return status(500)
			}
			return hang(ctx, c)
		}, reason.HTTP5xx},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w := newWorld(t, Options{Retries: 100, Timeout: time.Minute, RowDeadline: 30 * time.Second}, tt.serve)
			w.submit(t.Context(), "http://a.test/", "http://b.test/")
			w.await(t, 1)
			r := w.results["http://a.test/"]
			wantReason(t, r, tt.want)
			if r.Elapsed > 30*time.Second {
				t.Errorf("took %v", r.Elapsed)
			}
		})
	}

	bubble(t, "bounds the retries", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 1000, Timeout: time.Second, RowDeadline: 30 * time.Second}, hang)
		w.submit(t.Context(), "http://a.test/")
		w.await(t, 1)
		r := w.results["http://a.test/"]
		wantReason(t, r, reason.Timeout)
		// The host's rests, of up to 10 s, are not the row's time.
		if r.Elapsed > 2*time.Minute || r.Attempts < 4 || r.Attempts > 30 {
			t.Errorf("%d attempts in %v", r.Attempts, r.Elapsed)
		}
	})

	bubble(t, "waiting for memory is not the row's time", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 1, Timeout: time.Second, RowDeadline: 3 * time.Second}, func(ctx context.Context, c call) web.Outcome {
			if c.nth > 0 {
				return good()
			}
			sleep(ctx, time.Hour)
			return web.Outcome{Err: reason.Transient(reason.Truncated, errors.New("cut")), Paused: time.Hour}
		})
		w.submit(t.Context(), "http://a.test/")
		w.await(t, 1)
		if r := w.results["http://a.test/"]; r.Err != nil {
			t.Error(r.Err)
		}
	})
}

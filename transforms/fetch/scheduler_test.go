package fetch

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

func TestSlots(t *testing.T) {
	bubble(t, "caps are reached and kept", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 10, HostConcurrency: 4}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, time.Second)
			return good()
		})
		for i := range 100 {
			for _, host := range []string{"a", "b", "c"} {
				w.submit(t.Context(), fmt.Sprintf("http://%s.test/%d", host, i))
			}
		}
		w.await(t, 300)
		for key, want := range map[string]int{"": 10, "a.test": 4, "b.test": 4, "c.test": 4} {
			if w.peak[key] != want {
				t.Errorf("%q: %d at once, want %d", key, w.peak[key], want)
			}
		}
		// 30 s, and some more if one host's rows, 4 at a time, are left for the end.
		if took := time.Since(w.began); took > 35*time.Second {
			t.Errorf("300 rows of 1 s took %v, 10 at a time", took)
		}
		w.empty(t)
	})

	bubble(t, "a consumer holds the slot, not its host's", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 2, HostConcurrency: 1}, func(context.Context, call) web.Outcome { return good() })
		consume := make(chan struct{})
		for i := range 3 {
			w.Submit(t.Context(), []string{fmt.Sprintf("http://a.test/%d", i)}, func(Result) { <-consume })
		}
		synctest.Wait()
		if s := w.Stats(); s.InFlight != 2 || s.Waiting != 1 || s.Attempts != 2 {
			t.Errorf("%+v, want 2 rows with their consumers and 1 waiting", s)
		}
		close(consume)
	})

	bubble(t, "submit from done", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 1}, func(context.Context, call) web.Outcome { return good() })
		w.Submit(t.Context(), []string{"http://a.test/1"}, func(Result) { w.submit(t.Context(), "http://a.test/2") })
		w.await(t, 1)
	})
}

func TestFairness(t *testing.T) {
	bubble(t, "a host with many rows has every other turn", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 4, HostConcurrency: 2}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, time.Second)
			return good()
		})
		for i := range 2 * manyRows {
			w.submit(t.Context(), fmt.Sprintf("http://many.test/%d", i))
			w.submit(t.Context(), fmt.Sprintf("http://few%d.test/", i))
		}
		time.Sleep(manyRows * time.Second)
		synctest.Wait()
		if n := w.seen["http://many.test/0"]; n != 1 {
			t.Errorf("%d requests", n)
		}
		many := 0
		for _, c := range w.calls {
			if c.host == "many.test" {
				many++
			}
		}
		if many < len(w.calls)*2/5 || many > len(w.calls)*3/5 {
			t.Errorf("%d of %d requests went to the host with many rows", many, len(w.calls))
		}
		w.await(t, 4*manyRows)
		w.empty(t)
	})

	bubble(t, "hosts take turns", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 1}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, time.Second)
			return good()
		})
		w.submit(t.Context(), "http://10.0.0.1/") // takes the slot while the others queue
		for _, host := range []string{"a", "b", "c"} {
			for i := range 3 {
				w.submit(t.Context(), fmt.Sprintf("http://%s.test/%d", host, i))
				synctest.Wait() // for the look-up
			}
		}
		w.await(t, 10)
		var order []string
		for _, c := range w.calls[1:] {
			order = append(order, c.url[7:8]+c.url[len(c.url)-1:])
		}
		if diff := cmp.Diff([]string{"a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"}, order); diff != "" {
			t.Error(diff)
		}
	})

	bubble(t, "a slow host with 5,000 rows delays no other", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 16, HostConcurrency: 4}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "slow.test" {
				sleep(ctx, 10*time.Second)
				return good()
			}
			sleep(ctx, 10*time.Millisecond)
			return good()
		})
		for i := range 5000 {
			w.submit(t.Context(), fmt.Sprintf("http://slow.test/%d", i))
		}
		before := runtime.NumGoroutine()
		for i := range 1000 {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%20, i))
		}
		synctest.Wait() // for the look-ups
		if grown := runtime.NumGoroutine() - before; grown > 16 {
			t.Errorf("1,000 waiting rows brought %d goroutines", grown)
		}
		if s := w.Stats(); s.Slowest.Host != "slow.test" || s.Slowest.Rows != 4998 || s.Queues != 21 || s.Hosts != 21 {
			t.Errorf("%+v", s)
		}
		w.await(t, 1000)
		// 12 of 16 slots are free of the slow host: 1,000 rows of 10 ms.
		if took := time.Since(w.began); took > 1100*time.Millisecond {
			t.Errorf("the other hosts' rows took %v", took)
		}
	})

	bubble(t, "a row that was started goes first", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 1, HostConcurrency: 1, Retries: 1, RowDeadline: time.Hour}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, time.Second)
			if c.url == "http://a.test/0" && c.nth == 0 {
				return status(500)
			}
			return good()
		})
		for i := range 10 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 10)
		if w.calls[2].url != "http://a.test/0" {
			t.Errorf("third was %s", w.calls[2].url)
		}
	})
}

func TestRate(t *testing.T) {
	bubble(t, "starts are spaced", func(t *testing.T) {
		w := newWorld(t, Options{HostRate: 2, RowDeadline: time.Second}, func(context.Context, call) web.Outcome { return good() })
		for i := range 50 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			w.submit(t.Context(), fmt.Sprintf("http://b.test/%d", i))
		}
		w.await(t, 100)
		last := map[string]time.Duration{}
		for _, c := range w.calls {
			if before, ok := last[c.host]; ok && c.at-before != 500*time.Millisecond {
				t.Errorf("%s came %v after the one before", c.url, c.at-before)
			}
			last[c.host] = c.at
		}
		for link, r := range w.results { // the deadline does not run while a row waits for its turn
			if r.Err != nil {
				t.Errorf("%s: %v", link, r.Err)
			}
		}
		time.Sleep(time.Second)
		w.empty(t)
	})

	bubble(t, "a host keeps its pace when its rows come one by one", func(t *testing.T) {
		w := newWorld(t, Options{HostRate: 1}, func(context.Context, call) web.Outcome { return good() })
		w.submit(t.Context(), "http://a.test/1")
		w.await(t, 1)
		w.submit(t.Context(), "http://a.test/2")
		w.await(t, 2)
		if gap := w.calls[1].at - w.calls[0].at; gap != time.Second {
			t.Errorf("%v apart", gap)
		}
	})
}

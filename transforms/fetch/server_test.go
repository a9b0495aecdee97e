package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// Names at one address share its server's limits.
func TestServer(t *testing.T) {
	shared := netip.MustParseAddr("192.0.2.7")

	bubble(t, "requests in flight", func(t *testing.T) {
		now, peak := 0, 0
		w := newWorld(t, Options{HostConcurrency: 3}, nil)
		w.answer = func(ctx context.Context, c call) web.Outcome {
			if c.host == "other.test" {
				return good()
			}
			w.mu.Lock()
			now++
			peak = max(peak, now)
			w.mu.Unlock()
			sleep(ctx, time.Second)
			w.mu.Lock()
			now--
			w.mu.Unlock()
			return good()
		}
		const hosts, each = 20, 30
		for i := range hosts {
			w.places[fmt.Sprintf("h%d.test", i)] = shared
		}
		for i := range hosts * each {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%hosts, i))
		}
		w.submit(t.Context(), "http://other.test/")
		w.submit(t.Context(), "http://192.0.2.7/")
		w.submit(t.Context(), "http://[::ffff:192.0.2.7]:81/")
		w.await(t, hosts*each+3)
		if peak != serverFactor*3 {
			t.Errorf("%d at once at one address, want %d", peak, serverFactor*3)
		}
		if took := time.Since(w.began); took > 60*time.Second {
			t.Errorf("600 rows of 1 s took %v, 12 at a time", took)
		}
		if r := w.results["http://other.test/"]; r.Err != nil || r.Elapsed > 0 {
			t.Errorf("%+v", r)
		}
		w.empty(t)
	})

	bubble(t, "rate", func(t *testing.T) {
		w := newWorld(t, Options{HostRate: 5}, func(context.Context, call) web.Outcome { return good() })
		for i := range 10 {
			w.places[fmt.Sprintf("h%d.test", i)] = shared
		}
		for i := range 400 {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%10, i))
		}
		w.await(t, 400)
		for i, c := range w.calls[1:] {
			if gap := c.at - w.calls[i].at; gap != time.Second/(5*serverFactor) {
				t.Fatalf("request %d came %v after the one before", i+1, gap)
			}
		}
		w.empty(t)
	})

	bubble(t, "a host whose rows end while it waits leaves its place to others", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 1}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, time.Second)
			return good()
		})
		ctx, cancel := context.WithCancel(t.Context())
		for i := range 12 {
			name := fmt.Sprintf("h%d.test", i)
			w.mu.Lock()
			w.places[name] = shared
			w.mu.Unlock()
			if i >= 4 && i < 10 {
				w.submit(ctx, "http://"+name)
				continue
			}
			w.submit(t.Context(), "http://"+name)
		}
		synctest.Wait()
		cancel()
		w.await(t, 12)
		if took := time.Since(w.began); took > 2100*time.Millisecond {
			t.Errorf("took %v", took)
		}
		w.empty(t)
	})

	bubble(t, "a name that moves is found at its new address", func(t *testing.T) {
		w := newWorld(t, Options{HostRate: 1}, func(context.Context, call) web.Outcome { return good() })
		w.submit(t.Context(), "http://a.test/1")
		w.await(t, 1)
		w.mu.Lock()
		w.places["a.test"] = shared
		w.mu.Unlock()
		time.Sleep(addressLife)
		w.submit(t.Context(), "http://a.test/2")
		w.await(t, 2)
		if len(w.servers) != 1 || w.servers[shared] == nil || w.lookUps["a.test"] != 2 {
			t.Errorf("%d servers, %d look-ups", len(w.servers), w.lookUps["a.test"])
		}
	})
}

func TestLookUps(t *testing.T) {
	bubble(t, "are bounded and hold no slot", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 2}, func(context.Context, call) web.Outcome { return good() })
		w.slowDNS = time.Second
		for i := range 1000 {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%200, i))
		}
		w.submit(t.Context(), "http://10.0.0.1/")
		synctest.Wait()
		if r, ok := w.results["http://10.0.0.1/"]; !ok || r.Err != nil {
			t.Error("an address had to wait for the look-ups of others")
		}
		w.await(t, 1001)
		if w.asked != maxLookUps || len(w.lookUps) != 200 {
			t.Errorf("%d look-ups at once, %d names", w.asked, len(w.lookUps))
		}
		if took := time.Since(w.began); took > 5*time.Second {
			t.Errorf("200 look-ups took %v, 64 at a time", took)
		}
		w.empty(t)
	})

	bubble(t, "of cancelled rows are not made", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return good() })
		w.slowDNS = time.Second
		ctx, cancel := context.WithCancel(t.Context())
		for i := range 200 {
			w.submit(ctx, fmt.Sprintf("http://h%d.test/", i))
		}
		synctest.Wait()
		cancel()
		w.await(t, 200)
		time.Sleep(time.Second)
		synctest.Wait()
		if len(w.lookUps) != maxLookUps {
			t.Errorf("%d look-ups", len(w.lookUps))
		}
		w.empty(t)
	})

	bubble(t, "end with Close", func(t *testing.T) {
		w := newWorld(t, Options{Timeout: time.Hour}, func(context.Context, call) web.Outcome { return good() })
		w.slowDNS = time.Hour
		w.submit(t.Context(), "http://a.test/")
		synctest.Wait()
		w.Close()
		wantCanceled(t, w.results["http://a.test/"])
		if time.Since(w.began) > time.Minute {
			t.Errorf("Close took %v", time.Since(w.began))
		}
	})
}

// A host begins with two requests in flight and doubles with each round trip.
func TestSlowStart(t *testing.T) {
	bubble(t, "doubles", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 32, Concurrency: 100}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 200*time.Millisecond)
			return good()
		})
		for i := range 500 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		var sizes []int
		for range 7 {
			synctest.Wait()
			w.mu.Lock()
			sizes = append(sizes, w.flying["a.test"])
			w.mu.Unlock()
			time.Sleep(200 * time.Millisecond)
		}
		if diff := cmp.Diff([]int{2, 4, 8, 16, 32, 32, 32}, sizes); diff != "" {
			t.Error(diff)
		}
		w.await(t, 500)
	})

	bubble(t, "is remembered between rows", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 200*time.Millisecond)
			return good()
		})
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			if i == 49 {
				w.await(t, 50)
				time.Sleep(time.Minute)
			}
		}
		synctest.Wait()
		if n := w.flying["a.test"]; n != 8 {
			t.Errorf("%d in flight", n)
		}
		w.await(t, 100)
	})
}

// Each of several workers keeps to its part of a host's limits.
func TestWorkers(t *testing.T) {
	for _, tt := range []struct{ workers, inFlight int }{{1, 8}, {2, 4}, {3, 2}, {100, 1}} {
		bubble(t, fmt.Sprint(tt.workers), func(t *testing.T) {
			w := newWorld(t, Options{HostConcurrency: 8, HostRate: 100, Workers: tt.workers}, func(ctx context.Context, _ call) web.Outcome {
				sleep(ctx, time.Second)
				return good()
			})
			for i := range 50 {
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			}
			w.await(t, 50)
			if w.peak["a.test"] != tt.inFlight {
				t.Errorf("%d in flight, want %d", w.peak["a.test"], tt.inFlight)
			}
			gap := time.Duration(tt.workers) * 10 * time.Millisecond
			if got := w.calls[1].at - w.calls[0].at; tt.inFlight > 1 && got != gap {
				t.Errorf("%v apart, want %v", got, gap)
			}
		})
	}
}

// Hosts without rows are forgotten, the one idle for longest first.
func TestRememberedHosts(t *testing.T) {
	m := newRemembered()
	for i := range maxRemembered {
		if h := m.put(&host{name: fmt.Sprint(i)}); h != nil {
			t.Fatalf("%s is forgotten", h.name)
		}
	}
	if m.put(m.take("0")) != nil {
		t.Error("taking a host made no room")
	}
	if h := m.put(&host{name: "more"}); h == nil || h.name != "1" {
		t.Errorf("forgot %+v, want 1", h)
	}
	if m.take("1") != nil || m.take("0") == nil {
		t.Error("the wrong host is forgotten")
	}
}

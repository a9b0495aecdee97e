package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func refusedConnection() web.Outcome {
	return web.Outcome{Err: reason.Transient(reason.Connect, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED})}
}

func reset() web.Outcome {
	return web.Outcome{Err: reason.Transient(reason.Connect, &net.OpError{Op: "read", Err: syscall.ECONNRESET})}
}

// A host that never answers costs seconds however many rows it has, and each of
// them has a reason: its own if it was tried, else host_down.
func TestDeadHost(t *testing.T) {
	const rows = 10_000
	tests := []struct {
		name    string
		serve   func(ctx context.Context, c call) web.Outcome
		tried   reason.Reason
		within  time.Duration
		largest int // most requests
	}{
		{"refuses connections", func(context.Context, call) web.Outcome { return refusedConnection() }, reason.Connect, 5 * time.Second, 20},
		{"a black hole", func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 10*time.Second) // as long as the dialer waits
			return web.Outcome{Err: reason.Transient(reason.Timeout, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded})}
		}, reason.Timeout, time.Minute, 20},
		{"accepts and is silent", func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, c.patience)
			return timedOut()
		}, reason.Timeout, 3 * time.Minute, 20},
		{"accepts and resets", func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 100*time.Millisecond)
			return reset()
		}, reason.Connect, 3 * time.Minute, 500},
		{"answers nothing but 5xx", func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 100*time.Millisecond)
			return status(521)
		}, reason.HTTP5xx, 3 * time.Minute, 500},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w := newWorld(t, Options{}, tt.serve)
			for i := range rows {
				w.submit(t.Context(), fmt.Sprintf("http://dead.test/%d", i))
			}
			w.await(t, rows)
			checkDead(t, w, tt.tried)
			t.Logf("%d requests, %v, %d at once", len(w.calls), time.Since(w.began), w.peak["dead.test"])
			if took := time.Since(w.began); took > tt.within {
				t.Errorf("took %v", took)
			}
			if len(w.calls) > tt.largest || w.peak["dead.test"] > 2 {
				t.Errorf("%d requests, %d at once", len(w.calls), w.peak["dead.test"])
			}
			w.empty(t)
		})
	}

	bubble(t, "has no address", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return good() })
		w.places["dead.test"] = netip.Addr{}
		for i := range rows {
			w.submit(t.Context(), fmt.Sprintf("http://dead.test/%d", i))
		}
		w.await(t, rows)
		checkDead(t, w, reason.DNS)
		if took := time.Since(w.began); took > 10*time.Second || len(w.calls) > 0 || w.lookUps["dead.test"] > 10 {
			t.Errorf("%v, %d requests, %d look-ups", took, len(w.calls), w.lookUps["dead.test"])
		}
		w.empty(t)
	})
}

func checkDead(t *testing.T, w *world, tried reason.Reason) {
	t.Helper()
	for link, r := range w.results {
		want := reason.HostDown
		if r.Attempts > 0 {
			want = tried
		}
		if e, ok := reason.Of(r.Err); !ok || e.Reason != want || r.URL != link {
			t.Fatalf("%+v, want %s", r, want)
		}
		if want == reason.HostDown && !strings.Contains(r.Err.Error(), string(tried)) {
			t.Fatalf("%v does not tell why", r.Err)
		}
	}
}

func TestDeadHostsOtherLinks(t *testing.T) {
	bubble(t, "are tried", func(t *testing.T) {
		w := newWorld(t, Options{}, func(_ context.Context, c call) web.Outcome {
			if c.host == "dead.test" {
				return refusedConnection()
			}
			return good()
		})
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://dead.test/%d", i), fmt.Sprintf("http://good.test/%d", i))
		}
		w.await(t, 100)
		for _, r := range w.results {
			if r.Err != nil || !strings.HasPrefix(r.URL, "http://good.test/") {
				t.Errorf("%+v", r)
			}
		}
	})

	bubble(t, "and what failed first is told", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return refusedConnection() })
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://dead.test/%d", i), "http://gone.test/")
		}
		w.await(t, 100)
		for _, r := range w.results {
			if !strings.Contains(r.Err.Error(), "http://dead.test/") {
				t.Errorf("%v", r.Err)
			}
		}
	})
}

// The https side of a host may be dead and its http side well.
func TestDeadDoor(t *testing.T) {
	bubble(t, "https", func(t *testing.T) {
		w := newWorld(t, Options{}, func(_ context.Context, c call) web.Outcome {
			if strings.HasPrefix(c.url, "https:") {
				return refusedConnection()
			}
			return good()
		})
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("https://a.test/%d", i))
		}
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 200)
		for link, r := range w.results {
			if (r.Err == nil) != strings.HasPrefix(link, "http:") {
				t.Errorf("%s: %v", link, r.Err)
			}
		}
	})
}

func TestProbe(t *testing.T) {
	bubble(t, "one row now and then; an answer opens the host", func(t *testing.T) {
		began := time.Now()
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome {
			if time.Since(began) < 4*time.Minute {
				return refusedConnection()
			}
			return good()
		})
		n := 0
		for range 1000 { // ten rows each second
			for range 10 {
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", n))
				n++
			}
			time.Sleep(time.Second)
		}
		w.await(t, n)
		var probes []time.Duration
		for _, c := range w.calls {
			if c.at > 5*time.Second && c.at < 8*time.Minute && (len(probes) == 0 || c.at-probes[len(probes)-1] > 10*time.Second) {
				probes = append(probes, c.at.Round(time.Second))
			}
		}
		t.Log(probes, len(w.calls))
		if len(probes) < 4 || probes[0] < 30*time.Second || probes[1]-probes[0] < time.Minute {
			t.Errorf("probed at %v", probes)
		}
		last := w.calls[len(w.calls)-1].at
		if last < 16*time.Minute {
			t.Errorf("the last request is of %v: the host was not opened again", last)
		}
		for _, c := range w.calls {
			if c.at < 5*time.Second || c.at > 4*time.Minute {
				continue
			}
			if c.nth > 0 {
				t.Errorf("%s came again: a probe is not tried again", c.url)
			}
		}
	})

	bubble(t, "a cancelled probe makes way for another", func(t *testing.T) {
		alive := false
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			if strings.HasSuffix(c.url, "hang") {
				sleep(ctx, time.Hour)
			}
			if alive {
				return good()
			}
			return refusedConnection()
		})
		for i := range 20 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 20)
		alive = true
		time.Sleep(time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		w.submit(ctx, "http://a.test/hang")
		synctest.Wait()
		cancel()
		synctest.Wait()
		w.submit(t.Context(), "http://a.test/late")
		w.await(t, 22)
		if r := w.results["http://a.test/late"]; r.Err != nil {
			t.Errorf("%+v", r)
		}
	})
}

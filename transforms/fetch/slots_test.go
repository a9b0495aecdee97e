package fetch

import (
	"context"
	"fmt"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// submitRows submits n rows, spread over so many hosts.
func (w *world) submitRows(t *testing.T, n, hosts int) {
	t.Helper()
	for i := range n {
		w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%hosts, i))
	}
}

func TestLimitFindsItself(t *testing.T) {
	bubble(t, "it doubles while that brings more", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 200*time.Millisecond)
			return good()
		})
		w.submitRows(t, 3000, 500)
		time.Sleep(time.Millisecond)
		if s := w.Stats(); s.Limit != startInFlight || s.InFlight != startInFlight {
			t.Errorf("it starts with %d in flight and a limit of %d", s.InFlight, s.Limit)
		}
		w.await(t, 3000)
		if took := time.Since(w.began); took > 2*time.Second { // 256 at a time take 2.4 s
			t.Errorf("3,000 rows took %v", took)
		}
		if s := w.Stats(); s.Limit < 4*startInFlight {
			t.Errorf("the limit is %d", s.Limit)
		}
	})

	bubble(t, "slow consumers hold their slots, so it does not grow", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return good() })
		cores := make(chan struct{}, 2)
		for i := range 3000 {
			link := fmt.Sprintf("http://h%d.test/%d", i%500, i)
			w.Submit(t.Context(), []string{link}, func(r Result) {
				cores <- struct{}{}
				time.Sleep(5 * time.Millisecond)
				<-cores
				w.keep(link, r)
			})
		}
		w.await(t, 2900)
		if s := w.Stats(); s.Limit > startInFlight {
			t.Errorf("the limit is %d while two rows are consumed at a time", s.Limit)
		}
		w.await(t, 3000)
	})

	bubble(t, "politeness to hosts is no reason to grow", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 2}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 200*time.Millisecond)
			return good()
		})
		w.submitRows(t, 1000, 10)
		w.await(t, 1000)
		if s := w.Stats(); s.Limit != startInFlight {
			t.Errorf("the limit is %d, with 20 in flight", s.Limit)
		}
	})

	bubble(t, "it is kept, and goes down when more brings nothing", func(t *testing.T) {
		server := make(chan struct{}, 20)
		w := newWorld(t, Options{}, func(ctx context.Context, _ call) web.Outcome {
			server <- struct{}{}
			sleep(ctx, 100*time.Millisecond)
			<-server
			return good()
		})
		w.submitRows(t, 10_000, 500)
		w.await(t, 9000)
		if s := w.Stats(); s.Limit > 40 || s.InFlight > 41 {
			t.Errorf("%d in flight, the limit is %d; 20 would do", s.InFlight, s.Limit)
		}
		if w.peak[""] > 4*startInFlight {
			t.Errorf("the peak was %d", w.peak[""])
		}
		w.await(t, 10_000)
		w.empty(t)
	})

	bubble(t, "silent hosts that hold every slot do not stop the others", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: startInFlight}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "silent.test" {
				sleep(ctx, time.Minute)
			}
			return good()
		})
		for i := range startInFlight {
			w.submit(t.Context(), fmt.Sprintf("http://silent.test/%d", i))
		}
		w.submitRows(t, 1000, 500)
		w.await(t, 1000)
		if took := time.Since(w.began); took > 10*time.Second {
			t.Errorf("the other hosts' rows took %v", took)
		}
	})

	bubble(t, "one that is set stays", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 300}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, 200*time.Millisecond)
			return good()
		})
		w.submitRows(t, 3000, 500)
		w.await(t, 3000)
		if s := w.Stats(); s.Limit != 300 || w.peak[""] != 300 {
			t.Errorf("the limit is %d, the peak was %d", s.Limit, w.peak[""])
		}
		synctest.Wait()
	})
}

func TestInFlightBound(t *testing.T) {
	if n := (Options{}).inFlightBound(); n > min(mostInFlight, descriptorBound(), memoryBound()) || n < 1 {
		t.Errorf("at most %d by default", n)
	}
	if n := (Options{Concurrency: 3}).inFlightBound(); n != 3 {
		t.Errorf("--concurrency=3 becomes %d", n)
	}
	too := descriptorBound() + 1
	o := Options{Concurrency: too}
	if n := o.inFlightBound(); n != descriptorBound() {
		t.Errorf("--concurrency=%d becomes %d, descriptors allow %d", too, n, descriptorBound())
	}
}

func TestMemoryBound(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(256 << 20))
	if n := memoryBound(); n != 64 {
		t.Errorf("256 MiB are for %d bodies, want 64", n)
	}
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestCancel(t *testing.T) {
	bubble(t, "releases what waits and aborts what flies", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 4, HostConcurrency: 2, Retries: 1, RowDeadline: time.Hour}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "backoff.test" {
				o := status(429)
				o.RetryAfter = time.Minute
				return o
			}
			sleep(ctx, time.Hour)
			return timedOut()
		})
		ctx, cancel := context.WithCancel(t.Context())
		type key struct{}
		for i := range 1000 {
			w.submit(context.WithValue(ctx, key{}, i), fmt.Sprintf("http://a.test/%d", i))
		}
		w.submit(ctx, "http://backoff.test/")
		w.submit(t.Context(), "http://a.test/stays")
		synctest.Wait()
		if len(w.groups) != 2 {
			t.Errorf("%d groups for 2 cancellations", len(w.groups))
		}
		if s := w.Stats(); s.InFlight != 2 || s.Waiting != 1000 {
			t.Errorf("%+v", s)
		}
		cancel()
		synctest.Wait()
		if n := w.finished(); n != 1001 {
			t.Errorf("%d rows were released", n)
		}
		for _, r := range w.results {
			wantCanceled(t, r)
		}
		if s := w.Stats(); s.InFlight != 1 || s.Waiting != 0 {
			t.Errorf("%+v: the other row is not in flight", s)
		}
		w.submit(ctx, "http://a.test/late")
		synctest.Wait()
		wantCanceled(t, w.results["http://a.test/late"])
	})

	bubble(t, "gives the context's own error", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 1}, func(ctx context.Context, _ call) web.Outcome {
			sleep(ctx, time.Hour)
			return timedOut()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w.submit(ctx, "http://a.test/1")
		w.submit(ctx, "http://a.test/2")
		w.await(t, 2)
		for _, r := range w.results {
			if !errors.Is(r.Err, context.DeadlineExceeded) {
				t.Errorf("%v", r.Err)
			}
		}
	})

	bubble(t, "leaves nothing on a context that lives on", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return good() })
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for i := range 100 {
			w.submit(ctx, fmt.Sprintf("http://a.test/%d", i))
		}
		w.submit(context.Background(), "http://a.test/never ends")
		w.await(t, 101)
		w.empty(t)
	})
}

func TestClose(t *testing.T) {
	bubble(t, "finishes every row", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 4, HostConcurrency: 2, Retries: 1, HostRate: 100}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "b.test" {
				return status(500)
			}
			sleep(ctx, time.Hour)
			return timedOut()
		})
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			w.submit(context.Background(), fmt.Sprintf("http://b.test/%d", i))
		}
		w.Close()
		if n := w.finished(); n != 200 {
			t.Errorf("%d of 200 rows are done after Close", n)
		}
		for _, r := range w.results {
			wantCanceled(t, r)
		}
		w.submit(t.Context(), "http://a.test/late")
		synctest.Wait()
		wantCanceled(t, w.results["http://a.test/late"])
		w.Close()
	})

	bubble(t, "waits for consumers", func(t *testing.T) {
		w := newWorld(t, Options{}, func(context.Context, call) web.Outcome { return good() })
		began := time.Now()
		w.Submit(t.Context(), []string{"http://a.test/"}, func(Result) { time.Sleep(time.Minute) })
		synctest.Wait()
		w.Close()
		if time.Since(began) != time.Minute {
			t.Errorf("closed after %v", time.Since(began))
		}
	})
}

// Everything at once, at random: each row is done exactly once, no cap is ever
// exceeded, and nothing is left over.
func TestChaos(t *testing.T) {
	const rows, hosts, contexts = 1500, 40, 12
	for seed := range uint64(5) {
		bubble(t, fmt.Sprint("seed ", seed), func(t *testing.T) {
			var mu sync.Mutex
			random := rand.New(rand.NewPCG(seed, 7))
			roll := func(n int) int {
				mu.Lock()
				defer mu.Unlock()
				return random.IntN(n)
			}
			o := Options{Concurrency: 1 + roll(30), HostConcurrency: 1 + roll(5), HostRate: float64(roll(2) * 50), Retries: roll(4), RowDeadline: time.Minute}
			w := newWorld(t, o, func(ctx context.Context, c call) web.Outcome {
				sleep(ctx, time.Duration(roll(300))*time.Millisecond)
				switch roll(8) {
				case 0:
					return status(500)
				case 1:
					return status(404)
				case 2:
					o := status(429)
					o.RetryAfter = time.Duration(roll(3)) * time.Second
					return o
				case 3:
					return web.Outcome{Err: reason.Transient(reason.Connect, nil), Shortage: true}
				case 4:
					from, err := link.Parse(c.url)
					if err != nil {
						return web.Outcome{Err: err}
					}
					to, err := from.Follow(fmt.Sprintf("http://h%d.test/r%d", roll(hosts), roll(1e9)), 100)
					if err != nil {
						return web.Outcome{Err: err}
					}
					return web.Outcome{Status: 302, Moved: &to}
				}
				return good()
			})
			for i := range hosts {
				w.places[fmt.Sprintf("h%d.test", i)] = netip.AddrFrom4([4]byte{192, 0, 2, byte(i % 9)})
			}
			var ends []context.CancelFunc
			var all []context.Context
			for range contexts {
				ctx, cancel := context.WithCancel(t.Context())
				all, ends = append(all, ctx), append(ends, cancel)
			}
			for i := range rows {
				links := []string{fmt.Sprintf("http://h%d.test/%d", roll(hosts), i), "nonsense", fmt.Sprintf("http://h%d.test/%d-2", roll(hosts), i)}
				w.submit(all[roll(contexts)], links[:1+roll(3)]...)
				if roll(500) == 0 {
					ends[roll(contexts)]()
				}
				if roll(50) == 0 {
					time.Sleep(time.Duration(roll(500)) * time.Millisecond)
				}
			}
			w.await(t, rows)
			time.Sleep(linkRestCap)
			w.empty(t)
			for host, peak := range w.peak {
				limit := o.HostConcurrency
				switch {
				case host == "":
					limit = o.Concurrency
				case strings.HasPrefix(host, "192.0.2."):
					limit *= serverFactor
				}
				if peak > limit {
					t.Errorf("%q: %d at once, limit %d", host, peak, limit)
				}
			}
			for _, end := range ends {
				end()
			}
		})
	}
}

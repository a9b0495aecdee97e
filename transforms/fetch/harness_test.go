package fetch

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// call is one request as the scheduler made it.
type call struct {
	url, host string
	at        time.Duration // since the world began
	allow     time.Duration
	nth       int // of this address, from 0
}

// world is a scheduler over invented servers, on a fake clock. Use it in a
// synctest bubble.
type world struct {
	*Fetcher
	began time.Time

	mu      sync.Mutex
	calls   []call
	seen    map[string]int
	flying  map[string]int
	peak    map[string]int // "" is all hosts together
	results map[string]Result
}

// newWorld starts a scheduler whose requests are answered by serve.
func newWorld(t *testing.T, o Options, serve func(ctx context.Context, c call) outcome) *world {
	t.Helper()
	w := &world{
		began: time.Now(), seen: map[string]int{}, flying: map[string]int{}, peak: map[string]int{}, results: map[string]Result{},
	}
	attempt := func(ctx context.Context, to target, allow time.Duration) outcome {
		c := w.arrive(to, allow)
		defer w.depart(c)
		return serve(ctx, c)
	}
	w.Fetcher = start(o.filled(), attempt, rand.New(rand.NewPCG(1, 2)))
	t.Cleanup(w.Close)
	return w
}

func (w *world) arrive(to target, allow time.Duration) call {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := call{url: to.url.String(), host: to.host, at: time.Since(w.began), allow: allow, nth: w.seen[to.url.String()]}
	w.seen[c.url]++
	w.calls = append(w.calls, c)
	for _, key := range []string{"", c.host} {
		w.flying[key]++
		w.peak[key] = max(w.peak[key], w.flying[key])
	}
	return c
}

func (w *world) depart(c call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flying[""]--
	w.flying[c.host]--
}

// submit sends a row whose result is kept under its first link.
func (w *world) submit(ctx context.Context, links ...string) {
	w.Submit(ctx, links, func(r Result) { w.keep(links[0], r) })
}

func (w *world) keep(key string, r Result) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, twice := w.results[key]; twice {
		panic("done was called twice for " + key)
	}
	w.results[key] = r
}

// finished returns how many rows have a result.
func (w *world) finished() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.results)
}

// await lets time pass until n rows have a result.
func (w *world) await(t *testing.T, n int) {
	t.Helper()
	for range 1_000_000 {
		synctest.Wait()
		if w.finished() >= n {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%d of %d rows finished", w.finished(), n)
}

// empty fails if the scheduler remembers anything when all rows are done.
func (w *world) empty(t *testing.T) {
	t.Helper()
	synctest.Wait()
	w.Fetcher.mu.Lock()
	defer w.Fetcher.mu.Unlock()
	if len(w.hosts)+len(w.groups)+len(w.alarms)+w.ready.Len()+w.inFlight+w.waiting != 0 {
		t.Errorf("left over: %d hosts, %d groups, %d alarms, %d ready, %d in flight, %d waiting",
			len(w.hosts), len(w.groups), len(w.alarms), w.ready.Len(), w.inFlight, w.waiting)
	}
}

// bubble runs a test on a fake clock.
func bubble(t *testing.T, name string, run func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, run) })
}

// sleep waits for d, or until the request is aborted.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func good() outcome { return outcome{status: 200, body: []byte("picture"), received: 7} }

func status(code int) outcome { return outcome{status: code, err: classifyStatus(code)} }

func timedOut() outcome { return outcome{err: transient(reason.Timeout, errAttemptOver)} }

func wantReason(t *testing.T, r Result, want reason.Reason) {
	t.Helper()
	if e, ok := reason.Of(r.Err); !ok || e.Reason != want {
		t.Errorf("%s: got %v, want %s", r.URL, r.Err, want)
	}
}

func wantCanceled(t *testing.T, r Result) {
	t.Helper()
	if _, ok := reason.Of(r.Err); ok || !errors.Is(r.Err, context.Canceled) {
		t.Errorf("%s: got %v, want context.Canceled", r.URL, r.Err)
	}
}

// eventually waits for what another goroutine is about to do.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for range 1000 {
		if happened() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("not within 5 s: %s", what)
}

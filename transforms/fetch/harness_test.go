package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// call is one request as the scheduler made it.
type call struct {
	url, host string
	at        time.Duration // since the world began
	allow     time.Duration // for all of it
	patience  time.Duration // that the client has with a server that is silent
	nth       int           // of this address, from 0
	fresh     bool
}

// world is a scheduler over invented servers, on a fake clock. Use it in a
// synctest bubble.
type world struct {
	*Fetcher
	began  time.Time
	answer func(ctx context.Context, c call) web.Outcome

	mu      sync.Mutex
	places  map[string]netip.Addr // by name; the zero value is none
	slowDNS time.Duration
	lookUps map[string]int
	asking  int
	asked   int // most look-ups at a time
	calls   []call
	seen    map[string]int
	flying  map[string]int
	peak    map[string]int // by host and by address; "" is all together
	results map[string]Result
}

// newWorld starts a scheduler whose requests are answered by serve, over hosts
// with an address each.
func newWorld(t *testing.T, o Options, serve func(ctx context.Context, c call) web.Outcome) *world {
	t.Helper()
	w := &world{
		began: time.Now(), answer: serve, places: map[string]netip.Addr{}, lookUps: map[string]int{}, seen: map[string]int{}, flying: map[string]int{}, peak: map[string]int{}, results: map[string]Result{},
	}
	attempt := func(ctx context.Context, to link.Target, allow time.Duration) web.Outcome {
		c := w.arrive(to, allow)
		defer w.depart(c)
		return w.answer(ctx, c)
	}
	w.Fetcher = start(o.filled(), network{attempt: attempt, resolve: w.place}, rand.New(rand.NewPCG(1, 2)))
	t.Cleanup(w.Close)
	return w
}

// place finds every name, at an address of its own unless w.places says otherwise.
func (w *world) place(ctx context.Context, name string) (netip.Addr, *reason.Error) {
	w.mu.Lock()
	w.lookUps[name]++
	w.asking++
	w.asked = max(w.asked, w.asking)
	w.mu.Unlock()
	if w.slowDNS > 0 {
		sleep(ctx, w.slowDNS)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asking--
	ip, ok := w.places[name]
	if !ok {
		n := len(w.places)
		ip = netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
		w.places[name] = ip
	}
	if !ip.IsValid() {
		return ip, &reason.Error{Reason: reason.DNS, Err: fmt.Errorf("no such host: %s", name)}
	}
	return ip, nil
}

func (w *world) arrive(to link.Target, allow time.Duration) call {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := call{url: to.URL.String(), host: to.Host, at: time.Since(w.began), allow: allow, patience: min(allow, w.options.Timeout*3/4, 15*time.Second), nth: w.seen[to.URL.String()], fresh: to.Fresh}
	w.seen[c.url]++
	w.calls = append(w.calls, c)
	for _, key := range []string{"", c.host, w.places[c.host].String()} {
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
	w.flying[w.places[c.host].String()]--
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
	if len(w.hosts)+len(w.groups)+len(w.alarms)+w.ready.len()+w.inFlight+w.waiting+w.Fetcher.lookUps+w.unlocated.Len() != 0 {
		t.Errorf("left over: %d hosts, %d groups, %d alarms, %d ready, %d in flight, %d waiting, %d look-ups, %d to come",
			len(w.hosts), len(w.groups), len(w.alarms), w.ready.len(), w.inFlight, w.waiting, w.Fetcher.lookUps, w.unlocated.Len())
	}
	for ip, s := range w.servers {
		if s.inFlight != 0 || s.parked.Len() != 0 || s.hosts == 0 {
			t.Errorf("left over at %s: %d in flight, %d parked, %d hosts", ip, s.inFlight, s.parked.Len(), s.hosts)
		}
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

func good() web.Outcome { return web.Outcome{Status: 200, Body: []byte("picture"), Received: 7} }

// status is an answer of which the code says all.
func status(code int) web.Outcome {
	e := &reason.Error{Reason: reason.HTTP4xx, Status: code, Err: fmt.Errorf("status %d", code)}
	switch {
	case code == http.StatusTooManyRequests:
		e.Reason, e.Retry = reason.HTTP429, true
	case code >= 500:
		e.Reason, e.Retry = reason.HTTP5xx, true
	}
	return web.Outcome{Status: code, Err: e}
}

func timedOut() web.Outcome {
	return web.Outcome{Err: reason.Transient(reason.Timeout, errors.New("no complete answer in time"))}
}

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

// serveHTTP starts a server that runs h, and returns its address.
func serveHTTP(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = quiet
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

package fetch

import (
	"container/list"
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/adaptive"
)

// Result is what came of a row.
type Result struct {
	Body     []byte        // the picture's bytes as served, without a Content-Encoding; nil on failure
	URL      string        // the link that worked or was last tried, as given
	FinalURL string        // where redirects led before the body; "" if there were none. An error says it by itself
	Status   int           // HTTP status of the last answer; 0 if there was none
	Attempts int           // over all links; the hops of a redirect are part of an attempt
	Elapsed  time.Duration // since the first attempt began, waiting included
	Err      error         // nil, a *reason.Error, or the error of the row's context when that ended
}

// Stats is a moment's view for a progress line.
type Stats struct {
	InFlight    int    // rows that hold a slot: a request under way or a result being consumed
	Limit       int    // of InFlight at present; it finds itself unless Concurrency is set
	Waiting     int    // rows in queues and in back-off
	Attempts    int64  // finished so far
	Bytes       int64  // of bodies received so far
	Hosts       int    // hosts with rows
	BusiestHost string // the host with most waiting rows, "" if none waits
	BusiestRows int    // how many wait for it
}

// Fetcher fetches rows. It is safe for concurrent use. Close it after use.
type Fetcher struct {
	options Options
	attempt func(ctx context.Context, t target, allow time.Duration) outcome
	client  *client // nil in tests of the scheduler

	running sync.WaitGroup // every goroutine of the fetcher
	closing chan struct{}
	timer   *time.Timer // fires when the first alarm is due

	mu       sync.Mutex
	limiter  *adaptive.Limiter
	random   *rand.Rand
	hosts    map[string]*host
	groups   map[<-chan struct{}]*group
	ready    list.List // ring of hosts that can start a row now
	alarms   alarms
	inFlight int
	waiting  int
	attempts int64
	bytes    int64
	closed   bool
}

// New returns a Fetcher, or the error of o.Validate.
func New(o Options) (*Fetcher, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o = o.filled()
	c := newClient(o)
	f := start(o, c.get, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
	f.client = c
	return f, nil
}

// start returns a running scheduler over attempt. The random source is for
// back-off.
func start(o Options, attempt func(context.Context, target, time.Duration) outcome, random *rand.Rand) *Fetcher {
	f := &Fetcher{
		options: o,
		limiter: o.limiter(),
		attempt: attempt,
		closing: make(chan struct{}),
		timer:   time.NewTimer(time.Hour),
		random:  random,
		hosts:   map[string]*host{},
		groups:  map[<-chan struct{}]*group{},
	}
	f.timer.Stop()
	f.running.Go(f.clock)
	return f
}

// Submit fetches a row: the first of links that works. It never blocks, so the
// caller bounds how many rows are outstanding; a waiting row costs a few hundred
// bytes.
//
// done is called exactly once, from a goroutine of the fetcher. While it runs the
// row holds its slot of Concurrency, but no longer its host's, so a slow consumer
// slows the fetcher and nothing else. The body's memory counts as in use until
// done returns. When ctx ends, a row in flight is aborted and a waiting row is
// released at once, with ctx's error; waiting rows hold no slot.
func (f *Fetcher) Submit(ctx context.Context, links []string, done func(Result)) {
	r := newRow(ctx, links, done)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		go done(Result{Err: context.Canceled})
		return
	}
	f.join(r)
	f.enqueue(r, 0)
	f.dispatch() //nolint:contextcheck // it starts any rows, each with its own context
}

// Close aborts every row, calls each outstanding done with context.Canceled, and
// returns when they have returned, so done must not call it. Rows submitted later
// end in the same way.
func (f *Fetcher) Close() {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		f.running.Wait()
		return
	}
	f.closed = true
	var waiting []*row
	for done, g := range f.groups {
		delete(f.groups, done)
		waiting = append(waiting, f.detach(g)...)
		for r := range g.rows {
			r.cancel()
		}
		if g.stop != nil {
			g.stop()
		}
	}
	f.running.Go(func() {
		for _, r := range waiting {
			r.finish(Result{Err: context.Canceled})
		}
	})
	f.mu.Unlock()
	close(f.closing)
	f.running.Wait()
	if f.client != nil {
		f.client.close()
	}
}

// Stats returns a snapshot. Its cost is one look at each host with rows.
func (f *Fetcher) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Stats{InFlight: f.inFlight, Limit: f.limiter.Limit(time.Now()), Waiting: f.waiting, Attempts: f.attempts, Bytes: f.bytes, Hosts: len(f.hosts)}
	for _, h := range f.hosts {
		if n := h.waiting(); n > s.BusiestRows || n == s.BusiestRows && n > 0 && h.name < s.BusiestHost {
			s.BusiestHost, s.BusiestRows = h.name, n
		}
	}
	return s
}

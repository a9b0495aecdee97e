package fetch

import (
	"container/list"
	"context"
	"math/rand/v2"
	"net/netip"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/adaptive"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Result is what came of a row.
type Result struct {
	Body      []byte        // the picture's bytes as served, without a Content-Encoding; nil on failure
	URL       string        // the link that worked or was last tried, as given
	FinalURL  string        // where redirects led before the body; "" if there were none. An error says it by itself
	Status    int           // HTTP status of the last answer; 0 if there was none
	Attempts  int           // over all links; the hops of a redirect are part of an attempt, and a request that a kept connection lost is one of its own
	Elapsed   time.Duration // since the first attempt began, waiting included
	Failed    []LinkFailure // the links that failed, in order; not the one that brought the body
	Unchanged bool          // in place of a body: the picture is still the version that the caller has
	Version   web.Version   // what the server calls the body
	Err       error         // nil, a *reason.Error, or the error of the row's context when that ended
}

// Version is what a server calls a version of a picture.
type Version = web.Version

// LinkFailure is a link and why it failed.
type LinkFailure struct {
	Link string // as given
	Err  *reason.Error
}

// Fetcher fetches rows. It is safe for concurrent use. Close it after use.
type Fetcher struct {
	options Options
	network network
	client  *web.Client // nil in tests of the scheduler

	perHost   politeness.Limits
	perServer politeness.Limits

	running sync.WaitGroup  // every goroutine of the fetcher
	life    context.Context // ends with Close
	end     context.CancelFunc
	timer   *time.Timer // fires when the first alarm is due

	mu        sync.Mutex
	limiter   *adaptive.Limiter
	random    *rand.Rand
	hosts     map[string]*host // with rows
	idle      remembered       // without
	servers   map[netip.Addr]*server
	groups    map[<-chan struct{}]*group
	ready     ring
	unlocated list.List // hosts that wait for their look-up
	lookUps   int
	alarms    alarms
	submitted uint64
	inFlight  int
	waiting   int
	attempts  int64
	bytes     int64
	backlog   backlog
	short     time.Time // since when this machine's shortages were all that came of requests; zero if they were not
	proxy     proxyWatch
	outage    outage
	closed    bool
}

// network is what the scheduler asks of it.
type network struct {
	attempt func(ctx context.Context, t link.Target, allow time.Duration) web.Outcome
	resolve func(ctx context.Context, name string) (netip.Addr, *reason.Error)
	probe   func(ctx context.Context) error // tests this machine's network; nil: it is not tested
}

// New returns a Fetcher, or the error of o.Validate.
func New(o Options) (*Fetcher, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o = o.filled()
	return connect(o, o.client()), nil
}

// connect returns a Fetcher over a client with options c.
func connect(o Options, c web.Options) *Fetcher {
	client := web.New(c)
	f := start(o, network{attempt: client.Get, resolve: client.Locate, probe: client.Probe}, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
	f.client = client
	return f
}

// start returns a running scheduler over n. The random source is for back-off.
func start(o Options, n network, random *rand.Rand) *Fetcher {
	f := &Fetcher{
		options: o,
		limiter: o.limiter(),
		network: n,
		perHost: o.perHost(),
		timer:   time.NewTimer(time.Hour),
		random:  random,
		hosts:   map[string]*host{},
		idle:    newRemembered(),
		servers: map[netip.Addr]*server{},
		groups:  map[<-chan struct{}]*group{},
	}
	f.perServer = f.perHost.Times(serverFactor)
	f.life, f.end = context.WithCancel(context.Background())
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
	f.SubmitKnown(ctx, links, nil, done)
}

// SubmitKnown is Submit for links of which the caller has a version: a server that
// says that it is still the same ends the row with an Unchanged result.
func (f *Fetcher) SubmitKnown(ctx context.Context, links []string, known map[string]Version, done func(Result)) {
	r := newRow(ctx, links, known, done)
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
	f.endAll(context.Canceled)
	f.mu.Unlock()
	f.end()
	f.running.Wait()
	if f.client != nil {
		f.client.Close()
	}
}

package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	maxNames = 1 << 16 // remembered, some 20 MB
	maxName  = 253     // bytes

	// How long an answer is remembered. The records' own time to live holds
	// within bounds: not less than minTTL, so that thousands of rows of one host
	// do not ask again and again, nor can a name move between two rows; and not
	// more than maxTTL, so that a host that has moved is found.
	minTTL      = 30 * time.Second
	maxTTL      = 10 * time.Minute
	unknownTTL  = time.Minute // of a hosts file, or of a system's resolver that hides it
	notFoundTTL = time.Minute // of "no such name"
)

// FailedTTL is how long it is remembered that a resolver is silent or broken.
const FailedTTL = 3 * time.Second

// Resolver looks names up for all rows: each name once at a time, and then
// remembered, so that a host's rows cost one look-up in its time to live. It is
// safe for concurrent use.
type Resolver struct {
	system   *net.Resolver
	server   string        // to ask, "" for those of the system
	absolute bool          // do not try a search list's domains
	deadline time.Duration // of one look-up
	slots    chan struct{}
	owner    context.Context
	running  sync.WaitGroup

	mu     sync.Mutex
	closed bool
	names  *simplelru.LRU[string, *answer]
}

// answer is what is known of a name, once done is closed.
type answer struct {
	done  chan struct{}
	addrs []netip.Addr
	err   *reason.Error
	until time.Time
}

// Options says how to look up.
type Options struct {
	Server   string        // "host:port" to ask; "" for those of the system
	Absolute bool          // do not try the domains of a search list
	Deadline time.Duration // of one look-up
	Lookups  int           // at a time
}

// New returns a resolver whose look-ups end with owner.
func New(owner context.Context, o Options) *Resolver {
	names, err := simplelru.NewLRU[string, *answer](maxNames, nil)
	if err != nil {
		panic(err) // it refuses a size below 1 only
	}
	return &Resolver{
		system:   systemResolver(o.Server),
		server:   o.Server,
		absolute: o.Absolute,
		deadline: o.Deadline,
		slots:    make(chan struct{}, o.Lookups),
		owner:    owner,
		names:    names,
	}
}

// Lookup returns the addresses of a host, named in the letters of the DNS, in the order in which they should be
// tried; at least one if err is nil. An address is its own. The error is dns, and
// Retry unless the name is known not to exist; it comes at the latest when ctx
// ends. The slice is shared: it must not be changed.
func (r *Resolver) Lookup(ctx context.Context, host string) ([]netip.Addr, *reason.Error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	name, err := r.queryName(host)
	if err != nil {
		return nil, reason.Errorf(reason.DNS, "the name %q: %w", reason.Clip(host), err)
	}
	a := r.ask(name)
	select {
	case <-a.done:
		if a.err != nil {
			failed := *a.err // rows add to their errors
			return nil, &failed
		}
		return a.addrs, nil
	case <-ctx.Done():
		return nil, reason.Transient(reason.DNS, fmt.Errorf("looking up %s: %w", reason.Clip(host), context.Cause(ctx)))
	}
}

// queryName is host as it is asked for: absolute, lest a search list (Kubernetes
// has one of five domains) turn each name into several queries, or into an inner
// name. A name of one label is no name of the public web, and left to the system.
func (r *Resolver) queryName(host string) (string, error) {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if len(name) > maxName {
		return "", fmt.Errorf("longer than %d bytes", maxName)
	}
	if r.absolute && strings.Contains(name, ".") {
		name += "."
	}
	return name, nil
}

// ask returns name's answer, known or under way.
func (r *Resolver) ask(name string) *answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a, ok := r.names.Get(name); ok && !a.stale() {
		return a
	}
	a := &answer{done: make(chan struct{})}
	r.names.Add(name, a)
	if r.closed {
		a.err = reason.Transient(reason.DNS, net.ErrClosed)
		close(a.done)
		return a
	}
	r.running.Go(func() { r.resolve(name, a) })
	return a
}

// stale reports that a is known and its time is over.
func (a *answer) stale() bool {
	select {
	case <-a.done:
		return !time.Now().Before(a.until)
	default:
		return false
	}
}

// resolve finds a's answer.
func (r *Resolver) resolve(name string, a *answer) {
	defer close(a.done)
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-r.owner.Done():
		a.err = reason.Transient(reason.DNS, r.owner.Err())
		return
	}
	ctx, cancel := context.WithTimeout(r.owner, r.deadline)
	defer cancel()
	ctx, q := withQuery(ctx)
	addrs, err := r.system.LookupNetIP(ctx, "ip", name)
	lifetime := min(max(q.ttl(), minTTL), maxTTL)
	if err == nil && len(addrs) == 0 {
		err = &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if err != nil {
		a.err, lifetime = Failure(r.named(err))
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	a.addrs, a.until = addrs, time.Now().Add(lifetime)
}

// named has err name the server that was asked: the standard resolver names one of
// the system's.
func (r *Resolver) named(err error) error {
	var dns *net.DNSError
	if r.server == "" || !errors.As(err, &dns) || dns.Server == "" {
		return err
	}
	named := *dns
	named.Server = r.server
	return &named
}

// Failure gives a failed look-up its reason, and says how long to remember
// it. A shortage of this machine is forgotten at once.
func Failure(err error) (*reason.Error, time.Duration) {
	var dns *net.DNSError
	found := &reason.Error{Reason: reason.DNS, Err: err, Retry: true}
	switch {
	case resources.IsShortage(err):
		return found, 0
	case errors.As(err, &dns) && dns.IsNotFound:
		found.Retry = false
		return found, notFoundTTL
	default:
		return found, FailedTTL
	}
}

// Close returns when the last look-up has ended. Its owner has.
func (r *Resolver) Close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.running.Wait()
}

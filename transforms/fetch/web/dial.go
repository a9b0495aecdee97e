package web

import (
	"context"
	"net"
	"net/netip"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/dns"
)

const (
	// fallbackDelay is how long the preferred family of a host's addresses has
	// for itself (RFC 8305, section 8, has 250 ms; the standard library 300 ms).
	fallbackDelay = 300 * time.Millisecond
	// leastConnect is what each of several addresses has to connect.
	leastConnect = 2 * time.Second
	// maxAddresses are tried of one host.
	maxAddresses = 8
)

// dialer connects to hosts by the resolver's addresses. Its connections end with
// owner: the transport by itself lets a dial go on when its request is gone, and
// cannot close a connection in use.
type dialer struct {
	resolver *dns.Resolver
	guarded  *net.Dialer // refuses addresses that rows may not reach
	free     *net.Dialer // for proxies
	proxies  map[string]bool
	timeout  time.Duration
	owner    context.Context
}

// dial has the form of http.Transport.DialContext.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if err := dialOnce(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	defer context.AfterFunc(d.owner, cancel)()
	conn, err := d.connect(ctx, network, address)
	if err != nil {
		return nil, err
	}
	owned := &ownedConn{Conn: conn}
	owned.disown = context.AfterFunc(d.owner, func() { _ = conn.Close() })
	return owned, nil
}

func (d *dialer) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if d.proxies[address] {
		return d.free.DialContext(ctx, network, address)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, failed := d.resolver.Lookup(ctx, host)
	if failed != nil {
		return nil, failed
	}
	first, second := families(addrs[:min(len(addrs), maxAddresses)])
	if len(second) == 0 {
		return d.inTurn(ctx, first, port)
	}
	return d.race(ctx, first, second, port)
}

// families parts addresses by family; the first has that of the first address.
func families(addrs []netip.Addr) (first, second []netip.Addr) {
	for _, a := range addrs {
		if a.Is4() == addrs[0].Is4() {
			first = append(first, a)
		} else {
			second = append(second, a)
		}
	}
	return first, second
}

// dialed is what came of one family.
type dialed struct {
	conn      net.Conn
	err       error
	preferred bool
}

// race connects to the first of first, and when that fails or takes longer than
// fallbackDelay to the first of second as well: a machine whose IPv6 leads
// nowhere still reaches hosts that have both. The error is that of first.
func (d *dialer) race(ctx context.Context, first, second []netip.Addr, port string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	results, pending := make(chan dialed, 2), 0
	start := func(addrs []netip.Addr, preferred bool) {
		pending++
		go func() {
			conn, err := d.inTurn(ctx, addrs, port)
			results <- dialed{conn, err, preferred}
		}()
	}
	defer func() {
		cancel()
		for ; pending > 0; pending-- {
			if late := <-results; late.err == nil {
				_ = late.conn.Close() // never used
			}
		}
	}()
	start(first, true)
	delay := time.NewTimer(fallbackDelay)
	defer delay.Stop()
	var failed error
	for pending > 0 {
		select {
		case <-delay.C:
		case d := <-results:
			pending--
			if d.err == nil {
				return d.conn, nil
			}
			if failed == nil || d.preferred {
				failed = d.err
			}
		}
		if second != nil {
			start(second, false)
			second = nil
		}
	}
	return nil, failed
}

// inTurn connects to the first address that answers. Each has its share of the
// time that is left. The error is that of the first.
func (d *dialer) inTurn(ctx context.Context, addrs []netip.Addr, port string) (net.Conn, error) {
	var failed error
	for i, addr := range addrs {
		conn, err := d.one(ctx, net.JoinHostPort(addr.String(), port), len(addrs)-i)
		if err == nil {
			return conn, nil
		}
		if failed == nil {
			failed = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, failed
}

// one connects to an address, one of left that share the time.
func (d *dialer) one(ctx context.Context, address string, left int) (net.Conn, error) {
	if end, ok := ctx.Deadline(); ok && left > 1 {
		share := max(time.Until(end)/time.Duration(left), leastConnect)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, share)
		defer cancel()
	}
	return d.guarded.DialContext(ctx, "tcp", address)
}

// ownedConn is a connection that its owner closes at the latest.
type ownedConn struct {
	net.Conn
	disown func() bool
}

// Close closes the connection and releases it from its owner.
func (c *ownedConn) Close() error {
	c.disown()
	return c.Conn.Close()
}

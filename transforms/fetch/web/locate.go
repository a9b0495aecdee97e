package web

import (
	"context"
	"net/netip"
	"net/url"
	"slices"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Locate returns the address that stands for a name's server: of several the
// least, and IPv4 before IPv6, so that names with the same addresses share it. It
// is the zero address where a proxy looks the name up. It tells servers apart and
// admits nobody: whether an address may be connected to is decided when that is
// done.
func (c *Client) Locate(ctx context.Context, name string) (netip.Addr, *reason.Error) {
	if c.proxy.serves(&url.URL{Scheme: "https", Host: name}) || c.proxy.serves(&url.URL{Scheme: "http", Host: name}) {
		return netip.Addr{}, nil
	}
	ips, err := c.resolver.Lookup(ctx, name)
	if err != nil {
		return netip.Addr{}, err
	}
	least := slices.MinFunc(ips, func(a, b netip.Addr) int { return a.Unmap().Compare(b.Unmap()) })
	return least.Unmap(), nil
}

// Probe tests whether this machine's network is there: the proxy's address if there
// is one, and else the name server.
func (c *Client) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.dialer.timeout)
	defer cancel()
	if len(c.proxy.addresses) == 0 {
		return c.resolver.Probe(ctx)
	}
	var failed error
	for address := range c.proxy.addresses {
		conn, err := c.dialer.free.DialContext(ctx, "tcp", address)
		if err == nil {
			_ = conn.Close() // nothing was sent
			return nil
		}
		failed = err
	}
	return failed
}

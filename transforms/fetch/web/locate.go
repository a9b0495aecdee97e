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

package web

import (
	"context"
	"net/netip"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// admit refuses what no request may be made for, and finds the host's addresses.
func (c *Client) admit(ctx context.Context, t link.Target) *reason.Error {
	if !c.ports.Allows(t.URL.Scheme, t.URL.Port()) {
		return reason.Errorf(reason.BlockedAddress, "port %s is refused", t.URL.Port())
	}
	if c.proxy.serves(t.URL) {
		return c.admitToProxy(t)
	}
	_, err := c.resolver.Lookup(ctx, t.URL.Hostname())
	return err
}

// admitToProxy refuses a target that is written as an address that rows may not
// reach. Names are the proxy's to look up.
func (c *Client) admitToProxy(t link.Target) *reason.Error {
	addr, err := netip.ParseAddr(t.URL.Hostname())
	isAddress := err == nil
	if !isAddress || c.options.Guard == nil {
		return nil
	}
	if err := c.options.Guard.Check(addr); err != nil {
		return &reason.Error{Reason: reason.BlockedAddress, Err: err}
	}
	return nil
}

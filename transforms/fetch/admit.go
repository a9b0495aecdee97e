package fetch

import (
	"context"
	"net/netip"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// admit refuses what no request may be made for, and finds the host's addresses.
func (c *client) admit(ctx context.Context, t target) *reason.Error {
	if !c.ports.allows(t.url.Scheme, t.url.Port()) {
		return reason.Errorf(reason.BlockedAddress, "port %s is refused", t.url.Port())
	}
	if c.proxy.serves(t.url) {
		return c.admitToProxy(t)
	}
	_, err := c.resolver.lookup(ctx, t.url.Hostname())
	return err
}

// admitToProxy refuses a target that is written as an address that rows may not
// reach. Names are the proxy's to look up.
func (c *client) admitToProxy(t target) *reason.Error {
	addr, err := netip.ParseAddr(t.url.Hostname())
	isAddress := err == nil
	if !isAddress || c.guard == nil {
		return nil
	}
	if err := c.guard.check(addr); err != nil {
		return &reason.Error{Reason: reason.BlockedAddress, Err: err}
	}
	return nil
}

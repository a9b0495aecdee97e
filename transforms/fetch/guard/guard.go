package guard

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"
)

// ErrBlocked says that an address may not be connected to.
var ErrBlocked = errors.New("address refused")

// azureHost serves every machine of Azure its own secrets (WireServer). It is the only
// address of a cloud's metadata that looks public.
var azureHost = netip.MustParseAddr("168.63.129.16")

// Guard checks each address right before a socket connects to it: after name
// resolution, for every request, so neither a redirect nor a name that changes
// its address gets round it. Its lists are those of code.dny.dev/ssrf, which are
// made from the IANA registries of special addresses: loopback, private, shared
// (CGNAT), link-local, multicast, reserved, documentation, and of IPv6 all but
// global unicast, so that IPv4-mapped, IPv4-compatible and NAT64 forms are out,
// as are Teredo and 6to4.
type Guard struct{ lists *ssrf.Guardian }

// New returns a guard that lets the IPv4 ranges in allowed be reached all the
// same.
func New(allowed ...netip.Prefix) *Guard {
	return &Guard{lists: ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(allowed...))}
}

// Control has the form of net.Dialer.Control.
func (g *Guard) Control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s %w", ErrBlocked, network, err)
	}
	return g.Check(to.Addr())
}

// Check returns an error that wraps ErrBlocked if an address may not be reached.
func (g *Guard) Check(addr netip.Addr) error {
	if err := g.lists.SafeAddr(addr); err != nil {
		return fmt.Errorf("%w: %w", ErrBlocked, err)
	}
	if addr.Unmap() == azureHost {
		return fmt.Errorf("%w: %s is Azure's metadata service", ErrBlocked, addr)
	}
	if isISATAP(addr) {
		return fmt.Errorf("%w: %s is an ISATAP form of an IPv4 address", ErrBlocked, addr)
	}
	return nil
}

// isISATAP reports whether the interface identifier is that of RFC 5214, section
// 6.1, which holds an IPv4 address under any prefix; no registry can list it.
func isISATAP(a netip.Addr) bool {
	b := a.As16()
	return a.Is6() && b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}

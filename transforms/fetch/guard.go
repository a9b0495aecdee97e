package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"
)

// errBlocked says that an address may not be connected to.
var errBlocked = errors.New("address refused")

// guard checks each address right before a socket connects to it: after name
// resolution, for every request, so neither a redirect nor a name that changes
// its address gets round it. Its lists are those of code.dny.dev/ssrf, which are
// made from the IANA registries of special addresses: loopback, private, shared
// (CGNAT), link-local, multicast, reserved, documentation, and of IPv6 all but
// global unicast, so that IPv4-mapped, IPv4-compatible and NAT64 forms are out,
// as are Teredo and 6to4.
type guard struct{ lists *ssrf.Guardian }

func newGuard() guard { return guard{lists: ssrf.New(ssrf.WithAnyPort())} }

// control has the form of net.Dialer.Control.
func (g guard) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s %w", errBlocked, network, err)
	}
	return g.check(to.Addr())
}

// check returns an error that wraps errBlocked if an address may not be reached.
func (g guard) check(addr netip.Addr) error {
	if err := g.lists.SafeAddr(addr); err != nil {
		return fmt.Errorf("%w: %w", errBlocked, err)
	}
	if isISATAP(addr) {
		return fmt.Errorf("%w: %s is an ISATAP form of an IPv4 address", errBlocked, addr)
	}
	return nil
}

// isISATAP reports whether the interface identifier is that of RFC 5214, section
// 6.1, which holds an IPv4 address under any prefix; no registry can list it.
func isISATAP(a netip.Addr) bool {
	b := a.As16()
	return a.Is6() && b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}

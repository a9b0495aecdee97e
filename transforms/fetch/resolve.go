package fetch

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// lookUpName is the name of u's host as the DNS has it.
func lookUpName(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }

// systemResolve returns the address that stands for a name's server: of several
// the least, and IPv4 before IPv6, so that names with the same addresses share it.
// It tells servers apart and admits nobody: whether an address may be connected
// to is decided when that is done.
func systemResolve(ctx context.Context, name string) (netip.Addr, *reason.Error) {
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return netip.Addr{}, classify(ctx, err)
	}
	if len(ips) == 0 {
		return netip.Addr{}, reason.Errorf(reason.DNS, "%q has no address", clip(name))
	}
	for i, ip := range ips {
		ips[i] = ip.Unmap()
	}
	return slices.MinFunc(ips, netip.Addr.Compare), nil // Compare puts IPv4 first
}

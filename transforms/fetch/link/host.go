package link

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// mapHost writes u's host in the one way in which the queue, the look-up, the
// request and the pool of connections name it: in the letters of the DNS, in lower
// case, without the dot of the root, an address as it is usually written, and
// without a port that says nothing. Left to itself net/http maps a name when it
// connects, and not when it sends it.
func mapHost(u *url.URL) error {
	name, err := mapName(u.Hostname())
	if err != nil {
		return err
	}
	port := strings.TrimLeft(u.Port(), "0")
	switch {
	case port != "" && port != defaultPort(u.Scheme):
		u.Host = net.JoinHostPort(name, port)
	case strings.Contains(name, ":"):
		u.Host = "[" + name + "]"
	default:
		u.Host = name
	}
	return nil
}

// browsers is the URL standard's "domain to ASCII" (UTS 46).
var browsers = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.CheckJoiners(true), idna.CheckHyphens(false), idna.StrictDomainName(false))

// mapName maps a host name as browsers do, or writes an address anew.
func mapName(name string) (string, error) {
	if addr, err := netip.ParseAddr(name); err == nil {
		return addr.String(), nil
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if strings.HasSuffix(name, ".") {
		return "", errors.New("it ends with two dots")
	}
	if isHostName(name) {
		return name, nil
	}
	mapped, err := browsers.ToASCII(name)
	if err != nil {
		return "", err
	}
	if mapped = strings.TrimSuffix(mapped, "."); !isHostName(mapped) {
		return "", fmt.Errorf("in ASCII it would be %q", mapped)
	}
	if addr, err := netip.ParseAddr(mapped); err == nil { // it was written with other digits or dots
		return addr.String(), nil
	}
	return mapped, nil
}

// isHostName admits what the DNS has, which is more than IDNA does: "a_b.example"
// and "r3---x.example" are in use.
func isHostName(name string) bool {
	return strings.Trim(name, ".") != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

func defaultPort(scheme string) string {
	return map[string]string{"http": "80", "https": "443"}[scheme]
}

// hostKey names the queue of u's host: its name, with the port unless that is a
// usual one.
func hostKey(u *url.URL) string {
	switch port := u.Port(); port {
	case "", "80", "443":
		return u.Hostname()
	default:
		return net.JoinHostPort(u.Hostname(), port)
	}
}

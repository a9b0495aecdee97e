package guard

import (
	"errors"
	"net"
	"net/netip"
	"testing"
)

// The special ranges of the IANA registries and what else is no address of a
// public server. Each one's first and last address is refused, and those right
// before and after it are not, unless another range begins there.
var specialRanges = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

	"::/3", "4000::/2", "8000::/1", // all that is not global unicast
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
}

func TestGuardRanges(t *testing.T) {
	var ranges []netip.Prefix
	for _, text := range specialRanges {
		ranges = append(ranges, netip.MustParsePrefix(text))
	}
	special := func(a netip.Addr) bool {
		for _, r := range ranges {
			if r.Contains(a) {
				return true
			}
		}
		return false
	}
	g := New()
	for _, r := range ranges {
		t.Run(r.String(), func(t *testing.T) {
			first, last := r.Addr(), lastOf(r)
			for _, a := range []netip.Addr{first.Prev(), first, last, last.Next()} {
				if !a.IsValid() { // before the first or after the last there is
					continue
				}
				if err := g.Check(a); errors.Is(err, ErrBlocked) != special(a) {
					t.Errorf("%s: got %v, want refused %t", a, err, special(a))
				}
			}
		})
	}
}

// What a machine in a cloud may ask for its own secrets is never a row's to ask.
func TestGuardMetadata(t *testing.T) {
	g := New()
	for text, cloud := range map[string]string{
		"169.254.169.254":    "AWS, Google, Azure, Oracle, DigitalOcean, Hetzner, OpenStack, IBM",
		"fd00:ec2::254":      "AWS",
		"169.254.170.2":      "AWS ECS",
		"169.254.170.23":     "AWS EKS",
		"fd00:ec2::23":       "AWS EKS",
		"fd20:ce::254":       "Google",
		"168.63.129.16":      "Azure WireServer",
		"::ffff:a83f:8110":   "Azure WireServer",
		"64:ff9b::a83f:8110": "Azure WireServer",
		"192.0.0.192":        "Oracle Classic",
		"fd00:c1::a9fe:a9fe": "Oracle",
		"100.100.100.200":    "Alibaba",
		"169.254.0.23":       "Tencent",
		"169.254.42.42":      "Scaleway",
		"fd00:42::42":        "Scaleway",
	} {
		if err := g.Check(netip.MustParseAddr(text)); !errors.Is(err, ErrBlocked) {
			t.Errorf("%s of %s: %v", text, cloud, err)
		}
	}
}

// lastOf returns the last address of a range.
func lastOf(r netip.Prefix) netip.Addr {
	b := r.Addr().AsSlice()
	for i := r.Bits(); i < 8*len(b); i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// IPv4 inside IPv6 is refused in every form, whatever the inner address: none of
// them is how a public server is reached, and what unwraps them may be anywhere.
func TestGuardIPv4InIPv6(t *testing.T) {
	forms := map[string]func(v4 [4]byte) [16]byte{
		"mapped":            func(v [4]byte) [16]byte { return [16]byte{10: 0xff, 11: 0xff, 12: v[0], 13: v[1], 14: v[2], 15: v[3]} },
		"compatible":        func(v [4]byte) [16]byte { return [16]byte{12: v[0], 13: v[1], 14: v[2], 15: v[3]} },
		"translated (SIIT)": func(v [4]byte) [16]byte { return [16]byte{8: 0xff, 9: 0xff, 12: v[0], 13: v[1], 14: v[2], 15: v[3]} },
		"NAT64": func(v [4]byte) [16]byte {
			return [16]byte{0, 0x64, 0xff, 0x9b, 12: v[0], 13: v[1], 14: v[2], 15: v[3]}
		},
		"local NAT64": func(v [4]byte) [16]byte {
			return [16]byte{0, 0x64, 0xff, 0x9b, 0, 1, 12: v[0], 13: v[1], 14: v[2], 15: v[3]}
		},
		"6to4": func(v [4]byte) [16]byte { return [16]byte{0x20, 2, v[0], v[1], v[2], v[3]} },
		"Teredo": func(v [4]byte) [16]byte {
			return [16]byte{0x20, 1, 4: 8, 5: 8, 6: 8, 7: 8, 12: ^v[0], 13: ^v[1], 14: ^v[2], 15: ^v[3]}
		},
		"Teredo server": func(v [4]byte) [16]byte { return [16]byte{0x20, 1, 0, 0, v[0], v[1], v[2], v[3]} },
		"ISATAP": func(v [4]byte) [16]byte {
			return [16]byte{0x2a, 0, 0x14, 0x50, 10: 0x5e, 11: 0xfe, 12: v[0], 13: v[1], 14: v[2], 15: v[3]}
		},
		"ISATAP, global": func(v [4]byte) [16]byte {
			return [16]byte{0x2a, 0, 0x14, 0x50, 8: 2, 10: 0x5e, 11: 0xfe, 12: v[0], 13: v[1], 14: v[2], 15: v[3]}
		},
	}
	g := New()
	for form, wrap := range forms {
		for _, inner := range [][4]byte{{127, 0, 0, 1}, {10, 0, 0, 1}, {169, 254, 169, 254}, {100, 64, 0, 1}, {192, 168, 1, 1}, {8, 8, 8, 8}} {
			a := netip.AddrFrom16(wrap(inner))
			t.Run(form+" "+a.String(), func(t *testing.T) {
				if err := g.Control("tcp6", net.JoinHostPort(a.String(), "80"), nil); !errors.Is(err, ErrBlocked) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

func TestGuardOthers(t *testing.T) {
	g := New()
	for _, address := range []string{"nonsense", "[fe80::1%eth0]:80", "[::1%lo]:80", "[2a00:1450::1%eth0]:x"} {
		if err := g.Control("tcp4", address, nil); !errors.Is(err, ErrBlocked) {
			t.Errorf("%s: got %v", address, err)
		}
	}
	for _, address := range []string{"8.8.8.8:80", "[2001:4860:4860::8888]:443", "[2a00:1450::400:5efe:7f00:1]:80"} {
		if err := g.Control("tcp", address, nil); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

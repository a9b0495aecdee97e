package fetch

import (
	"errors"
	"net"
	"testing"
)

// The edges of every range that must be out of reach, and their neighbours.
func TestGuard(t *testing.T) {
	refused := []string{
		"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
		"127.0.0.0", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255",
		"172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.168.0.0", "192.168.255.255",
		"198.18.0.0", "198.19.255.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
		"64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "1fff:ffff::1", "4000::", "fc00::", "fdff::1",
		"fe80::1", "fec0::1", "ff02::1",
		"2001::1", "2001:0:7f00:1::", "2001:1ff:ffff::", "2001:db8::1", "2002::", "2002:7f00:1::1", "2002:ffff::",
		"2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:a00:1",
	}
	allowed := []string{
		"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
		"198.17.255.255", "198.20.0.0", "223.255.255.255", "8.8.8.8",
		"2001:200::", "2001:4860:4860::8888", "2003::", "2a00:1450::1", "2a00:1450::400:5efe:7f00:1",
	}
	g := newGuard()
	try := func(ip string) error {
		network := "tcp4"
		if net.ParseIP(ip).To4() == nil || ip[0] == ':' {
			network = "tcp6"
		}
		return g.control(network, net.JoinHostPort(ip, "8080"), nil)
	}
	for _, ip := range refused {
		t.Run("refused "+ip, func(t *testing.T) {
			if err := try(ip); !errors.Is(err, errBlocked) {
				t.Errorf("got %v", err)
			}
		})
	}
	for _, ip := range allowed {
		t.Run("allowed "+ip, func(t *testing.T) {
			if err := try(ip); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("not an address", func(t *testing.T) {
		if err := g.control("tcp4", "nonsense", nil); !errors.Is(err, errBlocked) {
			t.Errorf("got %v", err)
		}
	})
}

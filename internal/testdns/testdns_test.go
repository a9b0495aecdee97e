package testdns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"
)

// start returns a server and the standard resolver that asks it.
func start(t *testing.T, answer func(name string, nth int) Answer) (*Server, *net.Resolver) {
	t.Helper()
	s, err := Start(answer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Addr())
	}}
}

func TestServer(t *testing.T) {
	both := []netip.Addr{netip.MustParseAddr("127.0.0.9"), netip.MustParseAddr("2001:db8::1")}
	s, r := start(t, func(name string, nth int) Answer {
		switch name {
		case "both.test":
			return Answer{Addrs: both, TTL: time.Minute}
		case "moves.test":
			return Answer{Addrs: []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, byte(nth + 1)})}}
		case "broken.test":
			return Answer{Broken: true}
		}
		return Answer{}
	})
	lookup := func(name string) ([]netip.Addr, error) { return r.LookupNetIP(t.Context(), "ip", name+".") }
	got, err := lookup("Both.test")
	slices.SortFunc(got, netip.Addr.Compare)
	for i := range got {
		got[i] = got[i].Unmap()
	}
	if err != nil || !slices.Equal(got, both) {
		t.Errorf("both.test is %v, %v", got, err)
	}
	for nth := range 3 {
		if got, err := lookup("moves.test"); err != nil || got[0].Unmap().As4()[3] != byte(nth+1) {
			t.Errorf("look-up %d: %v, %v", nth, got, err)
		}
	}
	if n := s.Queries("moves.test"); n != 3 {
		t.Errorf("%d queries", n)
	}
	var e *net.DNSError
	if _, err := lookup("none.test"); !errors.As(err, &e) || !e.IsNotFound {
		t.Errorf("none.test: %v", err)
	}
	if _, err := lookup("broken.test"); !errors.As(err, &e) || !e.IsTemporary {
		t.Errorf("broken.test: %v", err)
	}
}

func TestHosts(t *testing.T) {
	answer := Hosts("h", 500)
	for name, want := range map[string]string{"h1.test": "127.0.0.1", "h256.test": "127.0.1.0", "h501.test": "127.0.0.1"} {
		if a := answer(name, 0); len(a.Addrs) != 1 || a.Addrs[0].String() != want {
			t.Errorf("%s is %v, want %s", name, a.Addrs, want)
		}
	}
	for _, name := range []string{"h0.test", "x1.test", "h.test", ""} {
		if a := answer(name, 0); a.Addrs != nil {
			t.Errorf("%s is %v", name, a.Addrs)
		}
	}
}

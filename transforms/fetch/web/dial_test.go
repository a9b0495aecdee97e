package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/transforms/fetch/dns"
	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// namedClient returns a client that asks answer for names, and may connect to
// the given prefixes beside the open web.
func namedClient(t *testing.T, answer func(name string, nth int) testdns.Answer, allowed ...string) (*Client, *testdns.Server) {
	t.Helper()
	s := testdns.New(t, answer)
	var v4 []netip.Prefix
	for _, p := range allowed {
		v4 = append(v4, netip.MustParsePrefix(p))
	}
	o := Options{DNSServer: s.Addr(), Guard: guard.New(v4...), MaxRedirects: 3, Timeout: 5 * time.Second}
	return newTestClient(t, o), s
}

// listenHTTP serves on one address and returns its port.
func listenHTTP(t *testing.T, address string, h http.HandlerFunc) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", address)
	if err != nil {
		t.Skipf("listening on %s: %v", address, err)
	}
	server := &httptest.Server{Listener: l, Config: &http.Server{Handler: h, ErrorLog: quiet}} //nolint:gosec // a test's
	server.Start()
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// A name that first leads to a good address and then, when everything was
// checked, to another: the check is made of the address that is connected to.
func TestRebinding(t *testing.T) {
	c, names := namedClient(t, func(_ string, nth int) testdns.Answer {
		return testdns.Answer{Addrs: loopback(byte(min(nth, 1) + 1))} // no time to live at all
	}, "127.0.0.1/32")
	reached := false
	port := listenHTTP(t, "127.0.0.1:0", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "picture") })
	listenHTTP(t, "127.0.0.2:"+port, func(http.ResponseWriter, *http.Request) { reached = true })
	link := "http://rebind.test:" + port + "/"
	for range 3 { // within the least time that an answer is remembered
		if o := fetchOne(t, c, link); o.Err != nil {
			t.Fatal(o.Err)
		}
		c.transport.CloseIdleConnections()
	}
	if n := names.Queries("rebind.test"); n != 1 {
		t.Errorf("%d queries", n)
	}
	owner, cancel := context.WithCancel(t.Context())
	c.resolver = dns.New(owner, dns.Options{Server: names.Addr(), Absolute: true, Deadline: 5 * time.Second, Lookups: 1}) // which knows nothing
	c.dialer.resolver = c.resolver
	t.Cleanup(cancel)
	if o := fetchOne(t, c, link); o.Err == nil || o.Err.Reason != reason.BlockedAddress || o.Err.Retry {
		t.Errorf("got %v, want blocked_address for good", o.Err)
	}
	if reached {
		t.Error("the forbidden server was reached")
	}
}

func TestNamesOfForbiddenAddresses(t *testing.T) {
	answers := map[string][]string{
		"loopback.test": {"127.0.0.1"}, "metadata.test": {"169.254.169.254"}, "private.test": {"10.0.0.1", "192.168.1.1"},
		"mapped.test": {"::ffff:127.0.0.1"}, "six.test": {"::1"}, "both.test": {"fd00::1", "10.0.0.1"}, "nat64.test": {"64:ff9b::7f00:1"},
	}
	c, _ := namedClient(t, func(name string, _ int) testdns.Answer {
		var a testdns.Answer
		for _, text := range answers[name] {
			a.Addrs = append(a.Addrs, netip.MustParseAddr(text))
		}
		return a
	})
	for name := range answers {
		t.Run(name, func(t *testing.T) {
			if o := fetchOne(t, c, "http://"+name+"/"); o.Err == nil || o.Err.Reason != reason.BlockedAddress || o.Err.Retry {
				t.Errorf("got %v, want blocked_address for good", o.Err)
			}
		})
	}
}

func TestAddressesInTurn(t *testing.T) {
	answers := map[string][]netip.Addr{
		"refused-first.test": append(loopback(3), loopback(1)...),
		"blocked-first.test": {netip.MustParseAddr("10.0.0.1"), loopback(1)[0]},
		"all-refused.test":   append(loopback(3), loopback(4)...),
	}
	c, _ := namedClient(t, func(name string, _ int) testdns.Answer { return testdns.Answer{Addrs: answers[name]} }, "127.0.0.0/8")
	port := listenHTTP(t, "127.0.0.1:0", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "picture") })
	for name := range answers {
		t.Run(name, func(t *testing.T) {
			o := fetchOne(t, c, "http://"+name+":"+port)
			if name == "all-refused.test" {
				if o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry {
					t.Errorf("got %v, want connect", o.Err)
				}
				return
			}
			if o.Err != nil {
				t.Error(o.Err)
			}
		})
	}
}

// One family leads nowhere: the other is tried beside it, and wins.
func TestFamiliesRace(t *testing.T) {
	c, _ := namedClient(t, func(string, int) testdns.Answer {
		return testdns.Answer{Addrs: []netip.Addr{loopback(1)[0], netip.MustParseAddr("::1")}}
	})
	answered := make(chan struct{})
	release := sync.OnceFunc(func() { close(answered) })
	t.Cleanup(release)
	serve := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "picture") }
	port := listenHTTP(t, "127.0.0.1:0", serve)
	listenHTTP(t, "[::1]:"+port, serve)
	var mu sync.Mutex
	var first string
	var order []string
	c.dialer.guarded.Control = func(_, address string, _ syscall.RawConn) error {
		mu.Lock()
		order = append(order, address)
		stuck := first == "" || strings.HasPrefix(address, first)
		if first == "" {
			first = address[:strings.LastIndexByte(address, ':')]
		}
		mu.Unlock()
		if stuck {
			<-answered
		} else {
			release()
		}
		return nil
	}
	if o := fetchOne(t, c, "http://both.test:"+port); o.Err != nil || len(order) != 2 {
		t.Errorf("got %v by way of %v", o.Err, order)
	}
}

// The whole way: rows at a resolver that is dead are dns, not timeout.
func TestDeadResolverIsDNS(t *testing.T) {
	s := testdns.New(t, func(string, int) testdns.Answer { return testdns.Answer{Silent: true} })
	c := newTestClient(t, Options{DNSServer: s.Addr(), Timeout: 400 * time.Millisecond})
	if o := fetchOne(t, c, "http://h1.test/"); o.Err == nil || o.Err.Reason != reason.DNS || !o.Err.Retry || o.RetryAfter != dns.FailedTTL {
		t.Errorf("got %v after %v, want dns to be retried when it may help", o.Err, o.RetryAfter)
	}
}

package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// startResolver returns a resolver that asks server.
func startResolver(t *testing.T, server string, deadline time.Duration) *Resolver {
	t.Helper()
	owner, cancel := context.WithCancel(t.Context())
	r := New(owner, Options{Server: server, Absolute: true, Deadline: deadline, Lookups: 100})
	t.Cleanup(func() {
		cancel()
		r.Close()
	})
	return r
}

func loopback(last byte) []netip.Addr { return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, last})} }

func TestLookupOnce(t *testing.T) {
	s := testdns.New(t, testdns.Hosts("h", 200))
	r := startResolver(t, s.Addr(), 10*time.Second)
	var callers sync.WaitGroup
	for i := range 100 {
		name := []string{"h7.test", "H7.Test", "h7.test.", "h8.test"}[i%4]
		callers.Go(func() {
			want := byte(7)
			if name == "h8.test" {
				want = 8
			}
			if got, err := r.Lookup(t.Context(), name); err != nil || !slices.Equal(got, loopback(want)) {
				t.Errorf("%s is %v, %v", name, got, err)
			}
		})
	}
	callers.Wait()
	if a, b := s.Queries("h7.test"), s.Queries("h8.test"); a != 1 || b != 1 {
		t.Errorf("%d and %d queries, want 1 each", a, b)
	}
}

func TestLookupLifetimes(t *testing.T) {
	lifetimes := map[string]time.Duration{"zero.test": 0, "short.test": 5 * time.Second, "mean.test": 5 * time.Minute, "long.test": 24 * time.Hour}
	s := testdns.New(t, func(name string, _ int) testdns.Answer {
		if ttl, ok := lifetimes[name]; ok {
			return testdns.Answer{Addrs: loopback(1), TTL: ttl}
		}
		return testdns.Answer{Broken: name == "broken.test"}
	})
	r := startResolver(t, s.Addr(), 10*time.Second)
	for name, want := range map[string]time.Duration{
		"zero.test": minTTL, "short.test": minTTL, "mean.test": 5 * time.Minute, "long.test": maxTTL,
		"none.test": notFoundTTL, "broken.test": FailedTTL,
	} {
		t.Run(name, func(t *testing.T) {
			before := time.Now()
			_, err := r.Lookup(t.Context(), name)
			a, _ := r.names.Get(name + ".")
			if least, most := before.Add(want), time.Now().Add(want); a.until.Before(least) || a.until.After(most) {
				t.Errorf("remembered for %v, want %v", a.until.Sub(before), want)
			}
			if _, again := r.Lookup(t.Context(), name); (err == nil) != (again == nil) || s.Queries(name) > 2 {
				t.Errorf("%v, then %v after %d queries", err, again, s.Queries(name))
			}
			n := s.Queries(name)
			a.until = time.Now()
			if _, _ = r.Lookup(t.Context(), name); s.Queries(name) <= n {
				t.Error("not asked again when the time was over")
			}
		})
	}
}

func TestLookupFailures(t *testing.T) {
	s := testdns.New(t, func(name string, _ int) testdns.Answer {
		return testdns.Answer{Silent: name == "silent.test", Broken: name == "broken.test"}
	})
	r := startResolver(t, s.Addr(), 200*time.Millisecond)
	for name, retry := range map[string]bool{
		"none.test": false, "broken.test": true, "silent.test": true, "": false, "a b.test": false,
		strings.Repeat("long.", 100) + "test": false,
	} {
		t.Run(reason.Clip(name), func(t *testing.T) {
			_, err := r.Lookup(t.Context(), name)
			if err == nil || err.Reason != reason.DNS || err.Retry != retry {
				t.Fatalf("got %v, want dns (retry %t)", err, retry)
			}
			if text := err.Error(); strings.Contains(text, " on ") && !strings.Contains(text, " on "+s.Addr()) {
				t.Errorf("%q names a server that was not asked", text)
			}
			err.Status = 500 // as a row may do
			if _, again := r.Lookup(t.Context(), name); again.Status != 0 {
				t.Error("rows share an error")
			}
		})
	}
	t.Run("the attempt ends first", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("no time left"))
		if _, err := r.Lookup(ctx, "silent.test"); err == nil || err.Reason != reason.DNS || !err.Retry {
			t.Errorf("got %v, want dns to be retried", err)
		}
	})
}

func TestLookupOfAddresses(t *testing.T) {
	r := startResolver(t, "127.0.0.1:1", 10*time.Second)
	for _, text := range []string{"127.0.0.1", "::1", "::ffff:10.0.0.1"} {
		if got, err := r.Lookup(t.Context(), text); err != nil || got[0] != netip.MustParseAddr(text) {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
}

func TestQueryName(t *testing.T) {
	r := startResolver(t, "", 10*time.Second)
	for host, want := range map[string]string{
		"Example.COM": "example.com.", "a_b.example": "a_b.example.",
		"r3---sn-x.example": "r3---sn-x.example.", "localhost": "localhost",
	} {
		if got, err := r.queryName(host); err != nil || got != want {
			t.Errorf("%q is asked for as %q, %v; want %q", host, got, err, want)
		}
	}
}

func TestLookupsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slots = 3
		owner, cancel := context.WithCancel(t.Context())
		r := New(owner, Options{Absolute: true, Deadline: 10 * time.Second, Lookups: slots})
		var dials atomic.Int64
		r.system = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			dials.Add(1)
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		var failed atomic.Int64
		for i := range 10 {
			go func() {
				if _, err := r.Lookup(t.Context(), fmt.Sprintf("h%d.test", i)); err != nil && err.Reason == reason.DNS && err.Retry {
					failed.Add(1)
				}
			}()
		}
		synctest.Wait()
		if n := dials.Load(); n != 2*slots { // A and AAAA
			t.Errorf("%d queries at a time, want %d", n, 2*slots)
		}
		time.Sleep(time.Minute) // 4 times 10 s
		if n := failed.Load(); n != 10 {
			t.Errorf("%d of 10 look-ups at a dead resolver ended as dns", n)
		}
		cancel()
		r.Close()
		if _, err := r.Lookup(t.Context(), "late.test"); err == nil || !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed resolver says %v", err)
		}
	})
}

// A name server is there if it answers anything, be it that there is no such name.
func TestProbe(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer testdns.Answer
		there  bool
	}{
		{"it answers", testdns.Answer{}, true},
		{"it fails", testdns.Answer{Broken: true}, false},
		{"it is silent", testdns.Answer{Silent: true}, false},
	} {
		s := testdns.New(t, func(string, int) testdns.Answer { return tt.answer })
		if err := startResolver(t, s.Addr(), 300*time.Millisecond).Probe(t.Context()); (err == nil) != tt.there {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if err := startResolver(t, "127.0.0.1:1", 5*time.Second).Probe(t.Context()); err == nil {
		t.Error("nobody answers")
	}
}

func FuzzMessageTTL(f *testing.F) {
	f.Add([]byte("\x00\x01\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x02h1\x04test\x00\x00\x01\x00\x01\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, message []byte) {
		if seconds, ok := messageTTL(message); !ok && seconds != 0 {
			t.Errorf("%d seconds of nothing", seconds)
		}
	})
}

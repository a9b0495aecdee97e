package web

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// startHTTP2 starts a server for the hosts of *.test, which answers with the Host
// header that it was sent, and returns a client that trusts it, its port, and how
// many connections it took.
func startHTTP2(t *testing.T) (c *Client, port string, connections *atomic.Int64) {
	t.Helper()
	connections = new(atomic.Int64)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, r.Proto+" "+r.Host)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = quiet
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	names := testdns.New(t, func(string, int) testdns.Answer { return testdns.Answer{Addrs: loopback(1)} })
	c = newTestClient(t, Options{DNSServer: names.Addr(), MaxRedirects: 3, Timeout: 5 * time.Second})
	for _, transport := range []*http.Transport{c.transport, c.fresh} {
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // a test's
	}
	_, port, _ = net.SplitHostPort(server.Listener.Addr().String())
	return c, port, connections
}

// However a name is spelt, its host is asked by one connection, and by one name.
func TestOneSpelling(t *testing.T) {
	c, port, connections := startHTTP2(t)
	for _, name := range []string{"a.test", "A.Test", "a.test.", "\uff41.test", "a\u3002test", "\u00ada.test"} {
		o := fetchOne(t, c, "https://"+name+":"+port)
		if want := "HTTP/2.0 a.test:" + port; o.Err != nil || string(o.Body) != want {
			t.Errorf("%q: %q, %v, want %q", name, o.Body, o.Err, want)
		}
	}
	o := fetchOne(t, c, "https://a.test:"+port+"/?to="+url.QueryEscape("https://\uff41.test:"+port))
	if o.Moved == nil || o.Moved.Host != "a.test:"+port {
		t.Fatalf("moved to %v, %v", o.Moved, o.Err)
	}
	if o = c.Get(t.Context(), *o.Moved, time.Minute); o.Err != nil {
		t.Error(o.Err)
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// A request makes one connection, also where net/http does not find it again.
func TestRequestDialsOnce(t *testing.T) {
	c, port, connections := startHTTP2(t)
	for i, fresh := range []bool{false, true} {
		to := link.Target{URL: &url.URL{Scheme: "https", Host: "\uff41.test:" + port, Path: "/"}, Fresh: fresh} // Parse would have mapped it
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)                                          // it went on for as long as it could
		defer cancel()
		resp, err := c.open(ctx, to)
		if err == nil {
			_ = resp.Body.Close()
			t.Fatal(resp.Status)
		}
		o := c.unanswered(t.Context(), to, err)
		if o.Err.Reason != reason.Connect || !o.Err.Retry || o.Stale == fresh {
			t.Errorf("fresh %t: stale %t, %v", fresh, o.Stale, o.Err)
		}
		if n := connections.Load(); n != int64(i+1) {
			t.Errorf("fresh %t: %d connections in all", fresh, n)
		}
		wantClassified(t, o.Err)
	}
}

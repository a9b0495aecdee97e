package web

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// startProxy answers for every name, and reports what it was asked for.
func startProxy(t *testing.T) (address string, asked chan string) {
	t.Helper()
	asked = make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI
		if r.Method == http.MethodConnect {
			http.Error(w, "no tunnels here", http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, "picture")
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

// The proxy may stand on loopback, where rows may not go; it looks names up.
func TestProxy(t *testing.T) {
	address, asked := startProxy(t)
	for name, o := range map[string]Options{"by address": {Proxy: address}, "by the environment": {Proxy: proxyFromEnvironment}} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("HTTP_PROXY", address)
			t.Setenv("HTTPS_PROXY", address)
			t.Setenv("NO_PROXY", "direct.test")
			o.DNSServer = "127.0.0.1:1" // nobody
			o.Guard = guard.New()
			c := newTestClient(t, o)
			if o := fetchOne(t, c, "http://anywhere.test/a"); o.Err != nil || string(o.Body) != "picture" {
				t.Fatalf("%q, %v", o.Body, o.Err)
			}
			if got := <-asked; got != "GET http://anywhere.test/a" {
				t.Errorf("the proxy was asked for %s", got)
			}
			if o := fetchOne(t, c, "https://anywhere.test/a"); o.Err == nil || o.Err.Reason != reason.Connect || o.Proxy != ProxyRefused || o.Err.Retry {
				t.Errorf("a refused tunnel is %v", o.Err)
			}
			if got := <-asked; got != "CONNECT anywhere.test:443" {
				t.Errorf("the proxy was asked for %s", got)
			}
			for _, link := range []string{"http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://anywhere.test:22/"} {
				if o := fetchOne(t, c, link); o.Err == nil || o.Err.Reason != reason.BlockedAddress {
					t.Errorf("%s is %v", link, o.Err)
				}
			}
			if o.Proxy != proxyFromEnvironment {
				return
			}
			if o := fetchOne(t, c, "http://direct.test/"); o.Err == nil || o.Err.Reason != reason.DNS {
				t.Errorf("without the proxy: %v", o.Err)
			}
		})
	}
	if len(asked) > 0 {
		t.Errorf("the proxy was asked for %s", <-asked)
	}
}

func TestProxyFaults(t *testing.T) {
	away := httptest.NewServer(nil)
	away.Close()
	tests := []struct {
		name, proxy, link string
		status            int
		want              ProxyPart
		text              string
	}{
		{"served", "", "http://a.test/", 200, ProxyServed, ""},
		{"a site's own fault", "", "http://a.test/", 404, ProxyServed, "404"},
		{"a user is asked for", "", "http://a.test/", 407, ProxyNeedsUser, "--proxy=http://USER:PASSWORD@HOST:PORT"},
		{"a user is asked for a tunnel", "", "https://a.test/", 407, ProxyNeedsUser, "--proxy=http://USER:PASSWORD@HOST:PORT"},
		{"a tunnel is refused", "", "https://a.test:8443/", 403, ProxyRefused, "the proxy refuses to connect to a.test:8443: status 403 Forbidden"},
		{"a tunnel leads nowhere", "", "https://a.test/", 503, NoProxy, "the proxy could not connect to a.test:443: status 503 Service Unavailable"},
		{"away", away.URL, "http://a.test/", 0, ProxyAway, "the proxy cannot be reached"},
		{"away for tunnels", away.URL, "https://a.test/", 0, ProxyAway, "the proxy cannot be reached"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(tt.status) }))
			t.Cleanup(server.Close)
			address := "http://user:secret@" + strings.TrimPrefix(cmp.Or(tt.proxy, server.URL), "http://")
			o := fetchOne(t, newTestClient(t, Options{Proxy: address}), tt.link)
			if o.Proxy != tt.want || (o.Err == nil) != (tt.text == "") {
				t.Fatalf("part %d, %v, want %d", o.Proxy, o.Err, tt.want)
			}
			if o.Err == nil {
				return
			}
			if text := o.Err.Error(); !strings.Contains(text, tt.text) || strings.Contains(text, "secret") {
				t.Errorf("it says %q", text)
			}
			if o.Proxy.Failed() && o.Err.Reason != reason.Connect {
				t.Errorf("%v", o.Err)
			}
			wantClassified(t, o.Err)
		})
	}
}

func TestNewProxy(t *testing.T) {
	for option, want := range map[string]string{
		"http://p.test": "p.test:80", "https://p.test:8443": "p.test:8443", "socks5://u:p@p.test": "p.test:1080", "http://[::1]:3128": "[::1]:3128",
	} {
		if p, err := newProxy(option); err != nil || !p.addresses[want] {
			t.Errorf("%q: %v, %v", option, p.addresses, err)
		}
	}
	for _, option := range []string{"p.test:3128", "ftp://p.test", "http://", "::", "ENV"} {
		if _, err := newProxy(option); err == nil || !strings.Contains(err.Error(), option) {
			t.Errorf("%q: %v", option, err)
		}
	}
}

package web

import (
	"fmt"
	"net"
	"net/url"

	"golang.org/x/net/http/httpproxy"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// proxyFromEnvironment is the word that asks for HTTP_PROXY, HTTPS_PROXY and
// NO_PROXY.
const proxyFromEnvironment = "env"

// proxy says through what requests go. A proxy looks the names up itself, so the
// guard sees its address instead of theirs; of targets the guard then checks only
// those that are written as addresses. A proxy for the open web should refuse
// inner addresses by itself.
type proxy struct {
	choose    func(*url.URL) (*url.URL, error) // nil URL: go directly
	addresses map[string]bool                  // "host:port" of the proxies
}

// newProxy reads the option: "" for none, "env", or a proxy's address.
func newProxy(option string) (proxy, error) {
	switch option {
	case "":
		return proxy{}, nil
	case proxyFromEnvironment:
		return environmentProxy()
	}
	u, err := url.Parse(option)
	if err != nil || u.Host == "" || dialAddress(u) == "" {
		return proxy{}, fmt.Errorf("%q is no http, https or socks5 link", reason.Clip(option))
	}
	return proxy{
		choose:    func(*url.URL) (*url.URL, error) { return u, nil },
		addresses: map[string]bool{dialAddress(u): true},
	}, nil
}

func environmentProxy() (proxy, error) {
	p := proxy{choose: httpproxy.FromEnvironment().ProxyFunc(), addresses: map[string]bool{}}
	for _, scheme := range []string{"http", "https"} {
		u, err := p.choose(&url.URL{Scheme: scheme, Host: "beamcrop.invalid"})
		if err != nil {
			return proxy{}, fmt.Errorf("the environment's proxy for %s: %w", scheme, err)
		}
		if u != nil {
			p.addresses[dialAddress(u)] = true
		}
	}
	return p, nil
}

// dialAddress is what the transport dials to reach a proxy; "" for what is none.
func dialAddress(u *url.URL) string {
	port := map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	if port == "" {
		return ""
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// serves reports whether requests to u go through a proxy.
func (p proxy) serves(u *url.URL) bool {
	if p.choose == nil {
		return false
	}
	via, err := p.choose(u)
	return err == nil && via != nil
}

package web

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

func (c *Client) newDialer(owner context.Context) *dialer {
	d := &dialer{
		resolver: c.resolver,
		guarded:  &net.Dialer{KeepAlive: 30 * time.Second},
		free:     &net.Dialer{KeepAlive: 30 * time.Second},
		proxies:  c.proxy.addresses,
		timeout:  half(c.options.Timeout),
		owner:    owner,
	}
	if c.options.Guard != nil {
		d.guarded.Control = c.options.Guard.Control
	}
	return d
}

// half is the deadline of a phase that should not use up an attempt's time: a
// look-up, a connection, a handshake.
func half(timeout time.Duration) time.Duration { return min(10*time.Second, timeout/2) }

// newTransport has each phase of a request within a deadline of its own. That of
// the header, from its first byte to its last, is three quarters of the attempt's.
// The body's is its rate, see pace.
func (c *Client) newTransport(idle int) *http.Transport {
	o := c.options
	var suites *tls.Config
	if o.AllowWeakTLS {
		suites = &tls.Config{CipherSuites: withRSA(), MinVersion: tls.VersionTLS12}
	}
	return &http.Transport{
		TLSClientConfig:        suites,
		Proxy:                  c.proxy.proxyOnce,
		OnProxyConnectResponse: onConnect,
		DialContext:            c.dialer.dial,
		TLSHandshakeTimeout:    half(o.Timeout),
		ResponseHeaderTimeout:  o.Patience(),
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConns:           min(2*o.InFlight, idle),
		MaxIdleConnsPerHost:    o.HostConcurrency,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		HTTP2: &http.HTTP2Config{
			MaxReceiveBufferPerStream: FreeBody,
			SendPingTimeout:           10 * time.Second, // a dead connection would fail all rows that share it
		},
	}
}

// withRSA returns the suites that crypto/tls offers by itself, and those of TLS 1.2
// that exchange keys by RSA. Servers of the years before 2012 know nothing else.
func withRSA() []uint16 {
	suites := []uint16{
		tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
	}
	for _, s := range tls.CipherSuites() {
		suites = append(suites, s.ID)
	}
	return suites
}

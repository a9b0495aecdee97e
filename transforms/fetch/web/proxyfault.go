package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// ProxyPart is what a proxy had to do with an outcome.
type ProxyPart int

// What there is to say.
const (
	NoProxy        ProxyPart = iota // nothing: the request went without one, or nothing is known
	ProxyServed                     // it passed the request on, and a site answered
	ProxyRefused                    // it will not connect to the host
	ProxyNeedsUser                  // it asks for a user name and a password
	ProxyAway                       // it cannot be reached
)

// Failed reports that the proxy is to blame, and that Err says nothing about the
// site.
func (p ProxyPart) Failed() bool { return p > ProxyServed }

// proxyError is what a proxy did instead of passing a request on.
type proxyError struct {
	part ProxyPart
	text string
}

// Error says what.
func (e proxyError) Error() string { return e.text }

var errNeedsUser = proxyError{ProxyNeedsUser, "the proxy asks for a user name and a password (407): --proxy=http://USER:PASSWORD@HOST:PORT"}

// onConnect has the form of http.Transport.OnProxyConnectResponse. A proxy that
// tried and could not reach the host answers with 5xx: that is the host's fault.
func onConnect(_ context.Context, _ *url.URL, req *http.Request, resp *http.Response) error {
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode == http.StatusProxyAuthRequired:
		return errNeedsUser
	case resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented:
		return fmt.Errorf("the proxy could not connect to %s: %w", reason.Clip(req.Host), proxyError{NoProxy, statusText(resp.StatusCode)})
	}
	return fmt.Errorf("the proxy refuses to connect to %s: %w", reason.Clip(req.Host), proxyError{ProxyRefused, statusText(resp.StatusCode)})
}

// proxyPart says what a proxy had to do with a request that got no answer.
func proxyPart(err error) ProxyPart {
	var told proxyError
	var op *net.OpError
	switch {
	case errors.As(err, &told):
		return told.part
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return ProxyAway
	}
	return NoProxy
}

// needsUser is the outcome of a 407. Only a proxy may answer so, but a site can,
// too; for the scheduler to tell.
func needsUser() Outcome {
	err := reason.Transient(reason.Connect, errNeedsUser)
	err.Status = http.StatusProxyAuthRequired
	return Outcome{Err: err, Proxy: ProxyNeedsUser}
}

package web

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// errResent is the cause of a request that net/http was about to send once more.
var errResent = errors.New("the connection broke before any answer")

// sendOnce has net/http send a request once. By itself it sends one again, as often as
// it has kept connections, that gets no answer on a kept connection (HTTP/1), or
// that the server refuses to process (HTTP/2): uncounted, and beside the limits of
// the host. There is no option against that, but each try passes through one of
// two functions first. HTTP/1 asks for the proxy, whose error ends the request;
// HTTP/2 reports its connection, and writes nothing when the context has ended.
//
// It also has net/http make one connection. Where HTTP/2's own pool does not find
// the connection that was made for it, net/http makes another, without end.
type sendOnce struct {
	cancel    context.CancelCauseFunc
	sent      atomic.Bool
	dialed    atomic.Bool
	again     atomic.Bool
	handshake atomic.Pointer[error] // that failed
}

type sendOnceKey struct{}

// withOnce returns a context for one request, which ends with its parent.
func withSendOnce(parent context.Context) (context.Context, *sendOnce) {
	o := &sendOnce{}
	ctx, cancel := context.WithCancelCause(parent)
	o.cancel = cancel
	ctx = context.WithValue(ctx, sendOnceKey{}, o)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: o.gotConn, TLSHandshakeDone: o.shookHands}), o
}

// dialOnce refuses the second connection for the request whose context it is.
func dialOnce(ctx context.Context) error {
	if o, ok := ctx.Value(sendOnceKey{}).(*sendOnce); ok && o.dialed.Swap(true) {
		o.again.Store(true)
		return errResent
	}
	return nil
}

func (o *sendOnce) shookHands(_ tls.ConnectionState, err error) {
	if err != nil {
		o.handshake.Store(&err)
	}
}

// told returns the request's error, marked if it is that of its handshake.
func (o *sendOnce) told(err error) error {
	if failed := o.handshake.Load(); failed != nil && errors.Is(err, *failed) {
		return handshakeError{err}
	}
	return err
}

// gotConn notes that the request is about to be sent, and refuses a second time.
func (o *sendOnce) gotConn(httptrace.GotConnInfo) {
	if o.sent.Swap(true) {
		o.again.Store(true)
		o.cancel(errResent)
	}
}

// proxyOnce has the form of http.Transport.Proxy. It is asked before each try; one
// that got no connection has sent nothing, and may be made again.
func (p proxy) proxyOnce(r *http.Request) (*url.URL, error) {
	if o, ok := r.Context().Value(sendOnceKey{}).(*sendOnce); ok && o.sent.Load() {
		o.again.Store(true)
		return nil, errResent
	}
	if p.choose == nil {
		return nil, nil //nolint:nilnil // the form of http.Transport.Proxy
	}
	return p.choose(r.URL)
}

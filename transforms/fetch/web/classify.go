package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/net/http2"

	"github.com/beamcrop/beamcrop/transforms/fetch/coding"
	"github.com/beamcrop/beamcrop/transforms/fetch/dns"
	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// errAttemptOver is the cause of a context whose attempt used up its time.
var errAttemptOver = errors.New("no complete answer in time")

// unclassified marks an error that classify does not know. No test may see one.
type unclassified struct{ error }

// Unclassified tells tests of other packages.
func (e unclassified) Unclassified() bool { return true }

// Unwrap returns the error.
func (e unclassified) Unwrap() error { return e.error }

// classify gives an error of a request its reason. Every error has one: what is
// not recognised is a fault of the connection, tried again like other such
// faults, since a name lookup, a handshake and limits have errors of their own.
func classify(ctx context.Context, err error) *reason.Error {
	if cause := classifyCause(context.Cause(ctx)); cause != nil {
		return cause
	}
	var timeout net.Error
	var name *net.DNSError
	known, ok := reason.Of(err)
	switch {
	case ok:
		return known
	case proxyPart(err) == ProxyRefused:
		return &reason.Error{Reason: reason.Connect, Err: err}
	case proxyPart(err) == ProxyAway:
		return reason.Transient(reason.Connect, fmt.Errorf("the proxy cannot be reached: %w", shortError{err}))
	case errors.As(err, &name): // of a proxy; the names of links come with their reason
		known, _ = dns.Failure(err)
		return known
	case errors.Is(err, guard.ErrBlocked):
		return &reason.Error{Reason: reason.BlockedAddress, Err: err}
	case isTLS(err):
		return &reason.Error{Reason: reason.TLS, Err: err}
	case errors.As(err, &timeout) && timeout.Timeout():
		return reason.Transient(reason.Timeout, err)
	case isHeaderTooLarge(err):
		return &reason.Error{Reason: reason.TooLarge, Err: shortError{err}}
	case isConnection(err):
		return reason.Transient(reason.Connect, shortError{err})
	default:
		return reason.Transient(reason.Connect, shortError{unclassified{err}})
	}
}

// classifyCause gives the end of an attempt by our own rules its reason; nil if
// it did not end so.
func classifyCause(cause error) *reason.Error {
	var slow tooSlow
	var quiet silent
	switch {
	case errors.Is(cause, errAttemptOver):
		return reason.Transient(reason.Timeout, errAttemptOver)
	case errors.As(cause, &quiet):
		return reason.Transient(reason.Timeout, quiet)
	case errors.As(cause, &slow):
		return &reason.Error{Reason: reason.TooSlow, Err: slow}
	}
	return nil
}

// classifyBody is classify for an error while the body was read: an early end is
// truncated, and a broken wrapping is decode.
func classifyBody(ctx context.Context, err error) *reason.Error {
	var broken *coding.BrokenError
	switch {
	case classifyCause(context.Cause(ctx)) != nil:
		return classifyCause(context.Cause(ctx))
	case errors.Is(err, coding.ErrTooLong):
		return &reason.Error{Reason: reason.TooLarge, Err: err}
	case errors.As(err, &broken):
		return &reason.Error{Reason: reason.Decode, Err: shortError{err}}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return reason.Transient(reason.Truncated, fmt.Errorf("the body ends early: %w", err))
	default:
		return classify(ctx, err)
	}
}

// classifyStatus gives an answer that is neither a picture nor a redirect its
// reason. Below 400 that is not_an_image, since the answer holds none: 204, a part of
// something, 304, a redirect without Location. Beyond 599 (LinkedIn's 999) it is
// http_4xx: the server refuses.
func classifyStatus(status int) *reason.Error {
	e := &reason.Error{Status: status, Err: errors.New(statusText(status))}
	switch {
	case status < 400:
		e.Reason = reason.NotAnImage
	case status == http.StatusTooManyRequests:
		e.Reason, e.Retry = reason.HTTP429, true
	case status < 500 || status > 599:
		e.Reason = reason.HTTP4xx
		e.Retry = status == http.StatusRequestTimeout || status == http.StatusTooEarly || mayRefuse(status)
	default:
		e.Reason = reason.HTTP5xx
		e.Retry = status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported
	}
	return e
}

// mayRefuse reports a status by which servers refuse what is asked too fast: 503 is
// that of nginx's limit_req and limit_conn, 420 was Twitter's, 430 is Shopify's,
// 509 that of hosting panels and 529 that of some content networks.
func mayRefuse(status int) bool {
	switch status {
	case 420, 430, http.StatusServiceUnavailable, 509, 529:
		return true
	}
	return false
}

func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("status %d %s", status, http.StatusText(status)))
}

// handshakeError marks an error that ended a TLS handshake.
type handshakeError struct{ error }

// Unwrap returns the error.
func (e handshakeError) Unwrap() error { return e.error }

// isTLS reports a handshake that failed by what was said in it, and what crypto/tls
// finds wrong later: an alert of either side, or bytes that are no TLS. A
// connection that broke in a handshake broke like any other.
func isTLS(err error) bool {
	var shake handshakeError
	var record tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.As(err, &shake):
		return !isBroken(shake)
	case errors.As(err, &record):
		return true
	}
	return errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
}

// isBroken reports a connection that could not be made, ended or was given up.
func isBroken(err error) bool {
	var system syscall.Errno
	var timeout net.Error
	return errors.As(err, &system) || errors.As(err, &timeout) && timeout.Timeout() ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, context.Canceled)
}

// isHeaderTooLarge reports an answer whose header exceeds the transport's limit.
func isHeaderTooLarge(err error) bool {
	return begins(err, "net/http: server response headers exceeded", "http2: response header list larger than advertised limit")
}

// isConnection reports a connection that is broken or does not speak HTTP.
func isConnection(err error) bool {
	var op *net.OpError
	var malformed textproto.ProtocolError
	var stream http2.StreamError
	var proxy proxyError
	return isBroken(err) || errors.As(err, &proxy) || errors.As(err, &op) || errors.As(err, &malformed) || errors.As(err, &stream) || errors.Is(err, errResent) ||
		begins(err, "malformed ", "bad Content-Length", "http: ", "net/http: ", "http2: ", "unsupported transfer encoding", "socks connect ", "invalid byte in chunk length",
			"empty hex number for chunk length", "http chunk length too large", "chunked encoding contains too much non-data", "chunked line ends with bare LF")
}

// begins reports that the error at the end of err's chain begins with one of
// texts. net/http has no types for some of its errors. They may repeat what a
// server sent, but none begins with it.
func begins(err error, texts ...string) bool {
	var stream http2.StreamError
	if errors.As(err, &stream) && stream.Cause != nil { // it has no Unwrap
		err = stream.Cause
	}
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	text := err.Error()
	return slices.ContainsFunc(texts, func(t string) bool { return strings.HasPrefix(text, t) })
}

// shortError bounds the text of an error that may repeat what a server sent.
type shortError struct{ error }

// Error returns the text, clipped.
func (e shortError) Error() string { return reason.Clip(e.error.Error()) }

// Unwrap returns the whole error.
func (e shortError) Unwrap() error { return e.error }

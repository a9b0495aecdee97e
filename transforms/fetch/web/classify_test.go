package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Errors as the standard library makes them, where no server can be made to cause
// them in a test. TestGetFaults has the others.
func TestClassify(t *testing.T) {
	op := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	name := func(e net.DNSError) error {
		e.Name = "h.test"
		return &net.OpError{Op: "dial", Net: "tcp", Err: &e}
	}
	tests := []struct {
		name  string
		err   error
		want  reason.Reason
		retry bool
	}{
		{"no such name", name(net.DNSError{Err: "no such host", IsNotFound: true}), reason.DNS, false},
		{"resolver is busy", name(net.DNSError{Err: "server misbehaving", IsTemporary: true}), reason.DNS, true},
		{"resolver is silent", name(net.DNSError{Err: "i/o timeout", IsTimeout: true}), reason.DNS, true},
		{"refused", op(syscall.ECONNREFUSED), reason.Connect, true},
		{"reset", op(syscall.ECONNRESET), reason.Connect, true},
		{"broken pipe", op(syscall.EPIPE), reason.Connect, true},
		{"no route to host", op(syscall.EHOSTUNREACH), reason.Connect, true},
		{"no route to network", op(syscall.ENETUNREACH), reason.Connect, true},
		{"no address of that family", op(syscall.EADDRNOTAVAIL), reason.Connect, true},
		{"connect timed out", op(syscall.ETIMEDOUT), reason.Timeout, true},
		{"dial timed out", &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, reason.Timeout, true},
		{"deadline", context.DeadlineExceeded, reason.Timeout, true},
		{"end of input", io.EOF, reason.Connect, true},
		{"alert", &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, reason.TLS, false},
		{"blocked", &net.OpError{Op: "dial", Err: fmt.Errorf("%w: 10.0.0.1", guard.ErrBlocked)}, reason.BlockedAddress, false},
		{"anything else", errors.New("never seen"), reason.Connect, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := classify(context.Background(), tt.err)
			if got.Reason != tt.want || got.Retry != tt.retry {
				t.Errorf("%v is %s (retry %t), want %s (retry %t)", tt.err, got.Reason, got.Retry, tt.want, tt.retry)
			}
			if !errors.Is(got, tt.err) {
				t.Error("the cause is lost")
			}
		})
	}
}

func TestClassifyStatusHasAReasonForAll(t *testing.T) {
	for status := 100; status < 1000; status++ {
		if e := classifyStatus(status); e.Reason == "" || e.Status != status || e.Err == nil {
			t.Errorf("%d: %v", status, e)
		}
	}
}

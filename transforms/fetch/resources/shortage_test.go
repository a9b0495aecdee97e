package resources

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestIsShortage(t *testing.T) {
	for _, e := range shortages {
		t.Run(e.Error(), func(t *testing.T) {
			socket := &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", e)}
			lookUp := &net.OpError{Op: "dial", Err: &net.DNSError{Err: socket.Error(), Name: "h.test"}}
			if !IsShortage(socket) || !IsShortage(lookUp) {
				t.Errorf("%v: %t, by the resolver: %t", e, IsShortage(socket), IsShortage(lookUp))
			}
			if Advice(socket) == "" || Advice(lookUp) != Advice(socket) {
				t.Errorf("advice %q, by the resolver %q", Advice(socket), Advice(lookUp))
			}
			for what, err := range map[string]error{
				"a header line":    textproto.ProtocolError("malformed MIME header line: " + e.Error()),
				"any text":         errors.New(e.Error()),
				"a link's name":    &net.DNSError{Err: "no such host", Name: e.Error()},
				"a resolver's":     &net.DNSError{Err: "server misbehaving", Server: e.Error()},
				"a wrapped header": fmt.Errorf("broken: %w", textproto.ProtocolError(e.Error())),
			} {
				if IsShortage(err) || Advice(err) != "" {
					t.Errorf("%s of those words is a shortage: %v", what, err)
				}
			}
		})
	}
	if IsShortage(syscall.ECONNREFUSED) || IsShortage(io.EOF) {
		t.Error("a server's fault is a shortage")
	}
	if got := Advice(syscall.EMFILE); !strings.Contains(got, "ulimit -n") {
		t.Errorf("advice %q", got)
	}
}

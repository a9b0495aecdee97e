package resources

import (
	"io"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestIsShortage(t *testing.T) {
	for _, e := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM} {
		t.Run(e.Error(), func(t *testing.T) {
			socket := &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", e)}
			lookup := &net.OpError{Op: "dial", Err: &net.DNSError{Err: socket.Error(), Name: "h.test"}}
			if !IsShortage(socket) || !IsShortage(lookup) {
				t.Errorf("%v: %t, by the resolver: %t", e, IsShortage(socket), IsShortage(lookup))
			}
		})
	}
	if IsShortage(syscall.ECONNREFUSED) || IsShortage(io.EOF) {
		t.Error("a server's fault is a shortage")
	}
}

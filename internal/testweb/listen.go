package testweb

import (
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
)

// portTries is how many free ports are tried until one is free on all hosts.
const portTries = 20

// maxHosts is far below what 127.0.0.0/8 holds: each takes a descriptor.
const maxHosts = 4000

// Address is a host's, counted from 0: 127.0.0.1 to 127.0.0.254, then 127.0.1.1 on.
func Address(host int) netip.Addr {
	return netip.AddrFrom4([4]byte{127, 0, byte(host / 254), byte(host%254 + 1)})
}

// listen opens one port on the first hosts of 127.0.0.0/8. Linux answers on
// all of them; elsewhere all but 127.0.0.1 may have to be configured first.
func listen(hosts, port int) ([]net.Listener, error) {
	if hosts < 1 || hosts > maxHosts {
		return nil, fmt.Errorf("testweb: %d hosts, want 1 to %d", hosts, maxHosts)
	}
	var err error
	for range portTries {
		var listeners []net.Listener
		if listeners, err = listenOnce(hosts, port); err == nil {
			return listeners, nil
		}
		if port != 0 {
			break
		}
	}
	return nil, fmt.Errorf("testweb: listen: %w", err)
}

// listenOnce opens all hosts or none.
func listenOnce(hosts, port int) ([]net.Listener, error) {
	var listeners []net.Listener
	for i := range hosts {
		l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: Address(i).AsSlice(), Port: port})
		if err != nil {
			for _, open := range listeners {
				_ = open.Close() // nothing was accepted yet
			}
			return nil, err
		}
		listeners = append(listeners, l)
		port = l.Addr().(*net.TCPAddr).Port
	}
	return listeners, nil
}

// countingListener counts every byte that its connections send, whatever part of
// the server wrote it.
type countingListener struct {
	net.Listener
	sent *atomic.Int64
}

func (l *countingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countingConn{Conn: c, sent: l.sent}, nil
}

type countingConn struct {
	net.Conn
	sent *atomic.Int64
}

// Write counts before it sends, lest a client that has everything finds
// less counted.
func (c *countingConn) Write(b []byte) (int, error) {
	c.sent.Add(int64(len(b)))
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n - len(b)))
	return n, err
}

// abort closes the connection with a reset instead of an orderly end.
func (c *countingConn) abort() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // fails on a dead connection only, which needs no reset
	}
	_ = c.Close()
}

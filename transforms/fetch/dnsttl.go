package fetch

import (
	"context"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// The standard resolver knows all about resolv.conf, hosts files, search lists
// and retries, but hides how long its answers hold. So its connections to name
// servers are listened in on. Where it does not make them itself (a system's own
// resolver, TCP) the time to live stays unknown.

// ttl is the least time to live that one look-up met.
type ttl struct {
	mu      sync.Mutex
	known   bool
	seconds uint32
}

type ttlKey struct{}

// withTTL returns a context for one look-up and what will be learned from it.
func withTTL(ctx context.Context) (context.Context, *ttl) {
	t := new(ttl)
	return context.WithValue(ctx, ttlKey{}, t), t
}

// least returns the least time to live, unknownTTL if none was seen.
func (t *ttl) least() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.known {
		return unknownTTL
	}
	return time.Duration(t.seconds) * time.Second
}

// see learns from a name server's message.
func (t *ttl) see(message []byte) {
	seconds, ok := messageTTL(message)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.known || seconds < t.seconds {
		t.known, t.seconds = true, seconds
	}
}

// messageTTL returns the least time to live, in seconds, of a message's answers;
// false if it has none or is none.
func messageTTL(message []byte) (uint32, bool) {
	var p dnsmessage.Parser
	if _, err := p.Start(message); err != nil || p.SkipAllQuestions() != nil {
		return 0, false
	}
	var least uint32
	found := false
	for {
		header, err := p.AnswerHeader()
		if err != nil || p.SkipAnswer() != nil {
			return least, found
		}
		if !found || header.TTL < least {
			least, found = header.TTL, true
		}
	}
}

// systemResolver returns the standard resolver, or one that asks server.
func systemResolver(server string) *net.Resolver {
	var d net.Dialer
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if server != "" {
			address = server
		}
		conn, err := d.DialContext(ctx, network, address)
		t, wanted := ctx.Value(ttlKey{}).(*ttl)
		if packets, ok := conn.(packetConn); ok && wanted {
			return &ttlConn{packetConn: packets, ttl: t}, err
		}
		return conn, err
	}
	return &net.Resolver{PreferGo: server != "", Dial: dial}
}

// packetConn is what the standard resolver takes for UDP.
type packetConn interface {
	net.Conn
	net.PacketConn
}

// ttlConn shows each message that it receives to ttl.
type ttlConn struct {
	packetConn
	ttl *ttl
}

// Read reads one message.
func (c *ttlConn) Read(b []byte) (int, error) {
	n, err := c.packetConn.Read(b)
	if err == nil {
		c.ttl.see(b[:n])
	}
	return n, err
}

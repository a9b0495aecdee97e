package dns

import (
	"context"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// The standard resolver knows all about resolv.conf, hosts files, search lists
// and retries. But it hides how long its answers hold, so its connections to name
// servers are listened in on; and it leaves them waiting when a look-up is given
// up, so they are closed then. Where it does not make them itself (a system's own
// resolver, TCP) the time to live stays unknown.

// query is one look-up, as its connections know it.
type query struct {
	ctx context.Context // of the look-up: connections end with it

	mu      sync.Mutex
	known   bool
	seconds uint32 // the least time to live met
	works   bool   // a name server answered, and not that it failed
}

type queryKey struct{}

// withQuery returns a context for one look-up and what will be learned from it.
func withQuery(ctx context.Context) (context.Context, *query) {
	q := &query{ctx: ctx}
	return context.WithValue(ctx, queryKey{}, q), q
}

// ttl returns the least time to live, unknownTTL if none was seen.
func (q *query) ttl() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.known {
		return unknownTTL
	}
	return time.Duration(q.seconds) * time.Second
}

// see learns from a name server's message.
func (q *query) see(message []byte) {
	seconds, ok := messageTTL(message)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.works = q.works || isAnswer(message)
	if !ok {
		return
	}
	if !q.known || seconds < q.seconds {
		q.known, q.seconds = true, seconds
	}
}

// isAnswer reports a message of a name server that does its work.
func isAnswer(message []byte) bool {
	var p dnsmessage.Parser
	header, err := p.Start(message)
	return err == nil && header.Response && header.RCode != dnsmessage.RCodeServerFailure
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
		q, ok := ctx.Value(queryKey{}).(*query)
		if !ok { // nobody waits for it any more
			return nil, net.ErrClosed
		}
		if server != "" {
			address = server
		}
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return q.own(conn), nil
	}
	return &net.Resolver{PreferGo: server != "", Dial: dial}
}

// own has conn closed with the look-up, and listens in on it if it is UDP.
func (q *query) own(conn net.Conn) net.Conn {
	disown := context.AfterFunc(q.ctx, func() { _ = conn.Close() })
	if packets, ok := conn.(packetConn); ok {
		return &queryConn{packetConn: packets, query: q, disown: disown}
	}
	return &streamConn{Conn: conn, disown: disown}
}

// packetConn is what the standard resolver takes for UDP.
type packetConn interface {
	net.Conn
	net.PacketConn
}

// queryConn shows each message that it receives to query.
type queryConn struct {
	packetConn
	query  *query
	disown func() bool
}

// Read reads one message.
func (c *queryConn) Read(b []byte) (int, error) {
	n, err := c.packetConn.Read(b)
	if err == nil {
		c.query.see(b[:n])
	}
	return n, err
}

// Close closes the connection and releases it from its look-up.
func (c *queryConn) Close() error {
	c.disown()
	return c.packetConn.Close()
}

// streamConn is a connection by TCP.
type streamConn struct {
	net.Conn
	disown func() bool
}

// Close closes the connection and releases it from its look-up.
func (c *streamConn) Close() error {
	c.disown()
	return c.Conn.Close()
}

package fetch

import (
	"context"
	"net"
)

// ownedDial returns a DialContext whose dials and connections end with owner. The
// transport by itself lets a dial go on when its request is gone, and cannot close
// a connection in use.
func ownedDial(owner context.Context, d *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(owner, cancel)()
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		owned := &ownedConn{Conn: conn}
		owned.disown = context.AfterFunc(owner, func() { _ = conn.Close() })
		return owned, nil
	}
}

// ownedConn is a connection that its owner closes at the latest.
type ownedConn struct {
	net.Conn
	disown func() bool
}

// Close closes the connection and releases it from its owner.
func (c *ownedConn) Close() error {
	c.disown()
	return c.Conn.Close()
}

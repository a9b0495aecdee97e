package web

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
)

// Options says how to make a request. No field has a default.
type Options struct {
	Timeout         time.Duration // of a silent server, see the doc of the package
	MaxBytes        int64         // of a body, after unwrapping its Content-Encoding
	MaxRedirects    int           // hops in one attempt
	InFlight        int           // requests that may be made at a time: decides how many connections are kept
	HostConcurrency int           // of them, to one host
	UserAgent       string
	Guard           *guard.Guard // which addresses may be connected to; nil: any
	AllowedPorts    string       // "80,443"; "": all but those that browsers refuse
	Proxy           string       // its address, or "env"; "": none
	DNSServer       string       // "host:port"; "": the system's
	AllowWeakTLS    bool         // agree on RSA key exchange where the server knows nothing better
	RespectOptOut   bool         // refuse answers whose header refuses machine learning
	RespectRobots   bool         // ask robots.txt first
}

// Patience is how long a server may take until it answers.
func (o Options) Patience() time.Duration { return min(15*time.Second, o.Timeout*3/4) }

// Validate reports the first option that cannot be read, naming its flag.
func (o Options) Validate() error {
	if _, err := guard.ParsePorts(o.AllowedPorts); err != nil {
		return fmt.Errorf("--allowed_ports must be numbers separated by commas: %w", err)
	}
	if _, err := newProxy(o.Proxy); err != nil {
		return fmt.Errorf("--proxy must be env or a proxy's address: %w", err)
	}
	if _, err := netip.ParseAddrPort(o.DNSServer); err != nil && o.DNSServer != "" {
		return fmt.Errorf("--dns_server must be an address with a port, such as 127.0.0.1:53: %w", err)
	}
	return nil
}

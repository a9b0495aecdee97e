package fetch

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/internal/version"
	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// Options says how to fetch. It is comparable, so that a process can share one
// Fetcher among all that use the same options. New replaces a zero value by its
// default, except MaxOutage, Retries, MaxRedirects and RespectOptOut, where zero means none:
// start from Defaults to get the defaults of those too.
type Options struct {
	Concurrency     int           // requests in flight over all hosts, as far as descriptors suffice; default 0: as many as are worth it
	HostConcurrency int           // requests in flight to one host; default 8, about what a browser opens
	HostRate        float64       // requests per second to one host, evenly spaced; 0 = no limit
	Workers         int           // processes that share the limits of a host: each keeps to its part; default 1
	Timeout         time.Duration // of a silent server: half of it to connect and amid a body, three quarters before an answer; default 20 s
	RowDeadline     time.Duration // one row: all its attempts and back-off, but not waiting for a host's turn; default 2 min
	MaxOutage       time.Duration // for how long to wait where this machine's own network is out, before every row ends with an error that has no reason; Defaults has 10 min; 0: not at all, the rows fail
	Retries         int           // further attempts on a link after a transient fault, of which a timeout counts as three; Defaults has 3
	MaxBytes        int64         // of a body, after unwrapping its Content-Encoding; default 32 MiB
	MaxRedirects    int           // hops in one attempt; Defaults has 10
	UserAgent       string        // default "beamcrop/<version> (+https://github.com/beamcrop/beamcrop)"
	AllowPrivate    bool          // also connect to loopback, private and other special addresses
	AllowedPorts    string        // the only ports to connect to, "80,443"; default "": all but those of other protocols that browsers refuse too
	Proxy           string        // the address of an http, https or socks5 proxy, or "env" for the environment's; default "": none. A proxy looks names up itself, so private addresses behind names are its to refuse
	DNSServer       string        // "host:port" to look names up at; default "": the system's
	AllowWeakTLS    bool          // also agree with servers that know only RSA key exchange (TLS 1.2 without forward secrecy)
	RespectOptOut   bool          // refuse pictures whose answers say X-Robots-Tag noai or noimageai, or TDM-Reservation 1; Defaults has true

	// RespectRobots asks each origin's robots.txt first (RFC 9309) and keeps its
	// Crawl-delay. Off by default: robots.txt is for crawlers that find links by
	// themselves, while these come from a published list; it often speaks of pages
	// and not of pictures; and where rows are spread over hosts it doubles the
	// requests. Owners' refusal of machine learning is respected without it.
	RespectRobots bool
}

// Defaults returns the options of a run without flags.
func Defaults() Options {
	return Options{MaxOutage: 10 * time.Minute, Retries: 3, MaxRedirects: 10, RespectOptOut: true}.filled()
}

// filled returns o with the default in place of each zero that cannot be meant.
func (o Options) filled() Options {
	o.HostConcurrency = orDefault(o.HostConcurrency, 8)
	o.Workers = orDefault(o.Workers, 1)
	o.Timeout = orDefault(o.Timeout, 20*time.Second)
	o.RowDeadline = orDefault(o.RowDeadline, 2*time.Minute)
	o.MaxBytes = orDefault(o.MaxBytes, 32<<20)
	o.UserAgent = orDefault(o.UserAgent, userAgent())
	return o
}

func orDefault[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}

// Validate reports the first option out of range, naming its flag. A zero that
// New replaces by a default is in range.
func (o Options) Validate() error {
	switch {
	case o.Concurrency < 0:
		return fmt.Errorf("--concurrency must be at least 0 (0 chooses), got %d", o.Concurrency)
	case o.HostConcurrency < 0:
		return fmt.Errorf("--host_concurrency must be at least 1, got %d", o.HostConcurrency)
	case o.HostRate < 0 || math.IsNaN(o.HostRate) || math.IsInf(o.HostRate, 0):
		return fmt.Errorf("--host_rate must be a number of requests per second, or 0 for no limit, got %v", o.HostRate)
	case o.Workers < 0:
		return fmt.Errorf("the number of workers must be at least 1, got %d", o.Workers)
	case o.Timeout < 0:
		return fmt.Errorf("--timeout must be above 0, got %v", o.Timeout)
	case o.RowDeadline < 0:
		return fmt.Errorf("--row_deadline must be above 0, got %v", o.RowDeadline)
	case o.MaxOutage < 0:
		return fmt.Errorf("--max_outage must be at least 0, got %v", o.MaxOutage)
	case o.Retries < 0:
		return fmt.Errorf("--retries must be at least 0, got %d", o.Retries)
	case o.MaxBytes < 0 || o.MaxBytes >= math.MaxInt:
		return fmt.Errorf("--max_bytes must be above 0 and fit in memory, got %d", o.MaxBytes)
	case o.MaxRedirects < 0:
		return fmt.Errorf("--max_redirects must be at least 0, got %d", o.MaxRedirects)
	case strings.ContainsFunc(o.UserAgent, func(r rune) bool { return r < ' ' || r > '~' }):
		return errors.New("--user_agent must be printable ASCII on one line")
	}
	return o.client().Validate()
}

// client returns the options of the client that serves o.
func (o Options) client() web.Options {
	c := web.Options{
		Timeout:         o.Timeout,
		MaxBytes:        o.MaxBytes,
		MaxRedirects:    o.MaxRedirects,
		InFlight:        o.inFlightBound(),
		HostConcurrency: o.HostConcurrency,
		UserAgent:       o.UserAgent,
		AllowedPorts:    o.AllowedPorts,
		Proxy:           o.Proxy,
		DNSServer:       o.DNSServer,
		AllowWeakTLS:    o.AllowWeakTLS,
		RespectOptOut:   o.RespectOptOut,
		RespectRobots:   o.RespectRobots,
	}
	if !o.AllowPrivate {
		c.Guard = guard.New()
	}
	return c
}

// perHost returns this process's part of a host's limits.
func (o Options) perHost() politeness.Limits {
	whole := politeness.Limits{Concurrency: o.HostConcurrency, Rate: o.HostRate, Retries: o.Retries, Patience: o.RowDeadline}
	return whole.Share(o.Workers)
}

// userAgent names the program, its version where the build knows it, and where
// to read about it or complain.
func userAgent() string {
	return "beamcrop/" + strings.TrimPrefix(version.Short(), "v") + " (+https://github.com/beamcrop/beamcrop)"
}

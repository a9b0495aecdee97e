package testweb

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// Stats is what the server saw since it started or was reset. A request is in
// flight from its arrival until just before the last of its answer is sent,
// so that a client that keeps a limit is never seen above it. A request that
// the client abandons stays in flight until the server notices.
type Stats struct {
	Requests    int64       `json:"requests"`    // all but those of /_stats and /_reset
	Connections int64       `json:"connections"` // accepted
	Bytes       int64       `json:"bytes"`       // sent: headers and bodies
	InFlight    int         `json:"in_flight"`
	Peak        int         `json:"peak"` // most in flight at a time
	Hosts       []HostStats `json:"hosts"`
}

// HostStats is the part of [Stats] of one host.
type HostStats struct {
	Host     string `json:"host"` // "127.0.0.1"
	Requests int64  `json:"requests"`
	InFlight int    `json:"in_flight"`
	Peak     int    `json:"peak"`
	Refused  int64  `json:"refused"` // by [Options.HostRate]
}

// recorder keeps the counters.
type recorder struct {
	sent, connections atomic.Int64
	seed              maphash.Seed

	mu    sync.Mutex
	total HostStats
	hosts []HostStats
	links linkCounts
}

func newRecorder(hosts int) *recorder {
	r := &recorder{seed: maphash.MakeSeed(), hosts: make([]HostStats, hosts), links: newLinkCounts(maxLinks)}
	for i := range r.hosts {
		r.hosts[i].Host = Address(i).String()
	}
	return r
}

// enter counts a request in; attempt is how many its link had before. leave
// counts it out of what is in flight.
func (r *recorder) enter(host int, authority, uri string) (attempt int, leave func()) {
	key := r.key(authority, uri)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total.enter()
	r.hosts[host].enter()
	return r.links.add(key), sync.OnceFunc(func() { r.leave(host) })
}

func (r *recorder) leave(host int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total.InFlight--
	r.hosts[host].InFlight--
}

func (r *recorder) refuse(host int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hosts[host].Refused++
}

func (h *HostStats) enter() {
	h.Requests++
	h.InFlight++
	h.Peak = max(h.Peak, h.InFlight)
}

func (h *HostStats) reset() { h.Requests, h.Peak, h.Refused = 0, h.InFlight, 0 }

func (r *recorder) key(authority, uri string) uint64 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	_, _ = h.WriteString(authority) // a hash takes every write
	_, _ = h.WriteString(uri)
	return h.Sum64()
}

// Stats returns the counters as of now.
func (s *Server) Stats() Stats {
	r := s.stats
	r.mu.Lock()
	defer r.mu.Unlock()
	return Stats{
		Requests:    r.total.Requests,
		Connections: r.connections.Load(),
		Bytes:       r.sent.Load(),
		InFlight:    r.total.InFlight,
		Peak:        r.total.Peak,
		Hosts:       append([]HostStats(nil), r.hosts...),
	}
}

// Requests returns how often a link, as [Server.URL] makes it, was asked for.
// The links of long ago are forgotten, beyond half a million later ones.
func (s *Server) Requests(link string) int {
	r := s.stats
	key := r.key(strings.TrimPrefix(link, "http://"), "")
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.links.count(key)
}

// Reset clears the counters and what is remembered of links: flaky ones fail
// again. Requests in flight stay counted as such.
func (s *Server) Reset() {
	r := s.stats
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent.Store(0)
	r.connections.Store(0)
	r.total.reset()
	for i := range r.hosts {
		r.hosts[i].reset()
	}
	r.links = newLinkCounts(maxLinks)
}

package testweb

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options says where and how to serve.
type Options struct {
	Hosts    int     // listen on so many addresses from 127.0.0.1 on, one port: distinct hosts to a client; default 1, at most 4000
	Port     int     // 0 takes any free one
	Seed     uint64  // of the jitter
	Robots   string  // the text of every host's /robots.txt; default "": there is none
	HostRate float64 // requests a second that each host serves; it answers 429 to more; 0 = no limit
	Distinct uint64  // draw only that many contents, ID modulo Distinct; 0 draws each ID's own
}

// Server serves pictures until it is closed. Its methods may be called concurrently.
type Server struct {
	options Options
	hosts   []*host
	port    int
	stats   *recorder
	cache   *cache

	closing context.Context // ends waiting handlers
	cancel  context.CancelFunc
	busy    sync.WaitGroup // accept loops, connections and handlers
}

// host is one of the addresses.
type host struct {
	server *Server
	index  int
	http   *http.Server
	limit  bucket
}

// Start listens on every host and serves. The caller closes the server.
func Start(o Options) (*Server, error) {
	if o.Hosts == 0 {
		o.Hosts = 1
	}
	listeners, err := listen(o.Hosts, o.Port)
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o,
		port:    listeners[0].Addr().(*net.TCPAddr).Port,
		stats:   newRecorder(o.Hosts),
		cache:   newCache(cacheBytes),
	}
	s.closing, s.cancel = context.WithCancel(context.Background())
	for i, l := range listeners {
		s.serve(i, l)
	}
	return s, nil
}

// serve starts the accept loop of one host.
func (s *Server) serve(index int, l net.Listener) {
	h := &host{server: s, index: index, limit: bucket{rate: s.options.HostRate}}
	h.http = &http.Server{
		Handler:           h,
		ReadHeaderTimeout: time.Minute,
		BaseContext:       func(net.Listener) context.Context { return s.closing },
		ConnState:         s.track,
		ErrorLog:          log.New(io.Discard, "", 0), // broken connections are this server's trade
	}
	s.hosts = append(s.hosts, h)
	counted := &countingListener{Listener: l, sent: &s.stats.sent}
	s.busy.Go(func() { _ = h.http.Serve(counted) })
}

// track counts connections. A new one is reported before the accept loop goes
// on, so once the loops have ended none can be added.
func (s *Server) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.busy.Add(1)
		s.stats.connections.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.busy.Done()
	}
}

// Close ends every connection and every waiting handler, and returns when
// they are gone.
func (s *Server) Close() {
	s.cancel()
	for _, h := range s.hosts {
		_ = h.http.Close() // of listeners and connections that are given up anyway
	}
	s.busy.Wait()
}

// URL returns the link of a picture on a host, counted from 0.
func (s *Server) URL(host int, p Picture) string { return s.Base(host) + p.Path() }

// Base returns "http://127.0.0.1:8765", say: what precedes the path in a host's links.
func (s *Server) Base(host int) string {
	return fmt.Sprintf("http://%s:%d", Address(host), s.port)
}

// NamedBase is Base for a name that leads to one of the hosts.
func (s *Server) NamedBase(name string) string { return fmt.Sprintf("http://%s:%d", name, s.port) }

// Content returns the picture that is drawn for p: its ID is folded by
// [Options.Distinct]. [FaceBox] of it is where the face is in the answer.
func (s *Server) Content(p Picture) Picture {
	if s.options.Distinct > 0 {
		p.ID %= s.options.Distinct
	}
	return p
}

// encoded returns the bytes of the picture as served, from the cache if it can.
func (s *Server) encoded(p Picture) ([]byte, error) {
	p = s.Content(p)
	return s.cache.get(contentOf(p), func() ([]byte, error) { return Encode(p) })
}

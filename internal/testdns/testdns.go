// Package testdns is a small DNS server on loopback, for tests that need names:
// hundreds of hosts on addresses of 127.0.0.0/8, a name that moves between two
// look-ups, a resolver that is silent.
//
// It imports the standard library and golang.org/x/net/dns/dnsmessage, nothing
// of this module.
package testdns

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Answer is what the server says of a name. The zero Answer is: no such name.
type Answer struct {
	Addrs  []netip.Addr  // IPv4 go out for A, IPv6 (IPv4-mapped ones too) for AAAA
	TTL    time.Duration // in whole seconds
	Broken bool          // the server fails: SERVFAIL
	Silent bool          // no answer is sent
}

// Server answers over UDP until it is closed. Its methods may be called
// concurrently.
type Server struct {
	conn   *net.UDPConn
	answer func(name string, nth int) Answer
	done   sync.WaitGroup

	mu      sync.Mutex
	queries map[string]int
}

// Start listens on a free port of 127.0.0.1. answer is asked for names in lower
// case and without the last dot; nth counts the queries for A records of the
// name from 0, and a query for AAAA records gets the latest count. The caller
// closes the server.
func Start(answer func(name string, nth int) Answer) (*Server, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("testdns: %w", err)
	}
	s := &Server{conn: conn, answer: answer, queries: map[string]int{}}
	s.done.Go(s.serve)
	return s, nil
}

// New is Start for a test, which closes the server when it ends.
func New(t testing.TB, answer func(name string, nth int) Answer) *Server {
	t.Helper()
	s, err := Start(answer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Addr returns host and port of the server.
func (s *Server) Addr() string { return s.conn.LocalAddr().String() }

// Queries returns how often A records of name were asked for.
func (s *Server) Queries(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queries[name]
}

// Close ends the server.
func (s *Server) Close() {
	_ = s.conn.Close() // its only effect is that serve returns
	s.done.Wait()
}

func (s *Server) serve() {
	buf := make([]byte, 1<<12)
	for {
		n, from, err := s.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		if reply, ok := s.reply(buf[:n]); ok {
			_, _ = s.conn.WriteToUDPAddrPort(reply, from) // lost replies are part of DNS
		}
	}
}

// reply answers one message; false for none.
func (s *Server) reply(query []byte) ([]byte, bool) {
	var p dnsmessage.Parser
	header, err := p.Start(query)
	if err != nil {
		return nil, false
	}
	q, err := p.Question()
	if err != nil {
		return nil, false
	}
	name := strings.ToLower(strings.TrimSuffix(q.Name.String(), "."))
	a := s.answer(name, s.count(name, q.Type))
	if a.Silent {
		return nil, false
	}
	reply := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: header.ID, Response: true, RecursionDesired: true, RecursionAvailable: true},
		Questions: []dnsmessage.Question{q},
		Answers:   records(q, a),
	}
	switch {
	case a.Broken:
		reply.RCode = dnsmessage.RCodeServerFailure
	case len(a.Addrs) == 0:
		reply.RCode = dnsmessage.RCodeNameError
	}
	packed, err := reply.Pack()
	return packed, err == nil
}

// count returns how many queries for A records there were before this one.
func (s *Server) count(name string, t dnsmessage.Type) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t != dnsmessage.TypeA {
		return max(s.queries[name]-1, 0)
	}
	s.queries[name]++
	return s.queries[name] - 1
}

// records returns a's addresses of the kind that q asks for.
func records(q dnsmessage.Question, a Answer) []dnsmessage.Resource {
	var all []dnsmessage.Resource
	for _, addr := range a.Addrs {
		header := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: uint32(a.TTL / time.Second)}
		switch {
		case q.Type == dnsmessage.TypeA && addr.Is4():
			all = append(all, dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: addr.As4()}})
		case q.Type == dnsmessage.TypeAAAA && addr.Is6():
			all = append(all, dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
		}
	}
	return all
}

// Hosts answers names of the form prefix + number + ".test" with one of the
// first n addresses of 127.0.0.0/8 each, in turn: h1.test is 127.0.0.1 for the
// prefix h, and so is h<n+1>.test. There are no other names.
func Hosts(prefix string, n int) func(name string, nth int) Answer {
	return func(name string, _ int) Answer {
		var i int
		rest, ok := strings.CutPrefix(name, prefix)
		if _, err := fmt.Sscanf(rest, "%d.test", &i); !ok || err != nil || i < 1 {
			return Answer{}
		}
		at := (i-1)%n + 1
		return Answer{Addrs: []netip.Addr{netip.AddrFrom4([4]byte{127, 0, byte(at >> 8), byte(at)})}, TTL: time.Minute}
	}
}

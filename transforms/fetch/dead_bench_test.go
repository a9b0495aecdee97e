//go:build linux

package fetch

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// What 5,000 rows of a dead host cost, each after one of 50 hosts that answer after
// 10 ms, with the real client and its own timeouts. good-s is when the others' rows
// were done; requests are what was asked of the dead host.
func BenchmarkDeadHost(b *testing.B) {
	const rows = 5000
	web, err := testweb.Start(testweb.Options{Hosts: 50, Distinct: 16})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(web.Close)
	for _, dead := range []struct {
		name string
		host string // "" for none
	}{
		{"none", ""}, {"refuses", refuser(b)}, {"black hole", blackHole(b)}, {"silent", silent(b)},
	} {
		b.Run(dead.name, func(b *testing.B) {
			var good time.Duration
			var requests atomic.Int64
			for b.Loop() {
				f := newFetcher(b, Options{Retries: 3, AllowPrivate: true})
				began := time.Now()
				var all, others sync.WaitGroup
				for i := range rows {
					picture := testweb.Picture{ID: uint64(i), Width: 64, Height: 48, Latency: 10 * time.Millisecond}
					others.Add(1)
					f.Submit(b.Context(), []string{web.URL(i%50, picture)}, func(r Result) {
						defer others.Done()
						if r.Err != nil {
							b.Error(r.Err)
						}
					})
					if dead.host == "" {
						continue
					}
					all.Add(1)
					f.Submit(b.Context(), []string{fmt.Sprintf("http://%s/%d", dead.host, i)}, func(r Result) {
						defer all.Done()
						requests.Add(int64(r.Attempts))
						if r.Err == nil {
							b.Error("a dead host answered")
						}
					})
				}
				others.Wait()
				good += time.Since(began)
				all.Wait()
				f.Close()
			}
			b.ReportMetric(good.Seconds()/float64(b.N), "good-s")
			b.ReportMetric(float64(requests.Load())/float64(b.N), "requests")
		})
	}
}

// refuser returns a host that refuses connections.
func refuser(b *testing.B) string {
	l := listen(b)
	_ = l.Close()
	return l.Addr().String()
}

// silent returns a host that takes connections and never answers.
func silent(b *testing.B) string { return listen(b).Addr().String() }

func listen(b *testing.B) net.Listener {
	b.Helper()
	l, err := new(net.ListenConfig).Listen(b.Context(), "tcp", "127.77.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	return l
}

// blackHole returns a host that answers nothing, not even to a wish to connect: its
// queue of connections is full.
func blackHole(b *testing.B) string {
	b.Helper()
	l := listen(b).(*net.TCPListener)
	raw, err := l.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) { err = syscall.Listen(int(fd), 0) }); err != nil {
		b.Fatal(err)
	}
	if err != nil {
		b.Fatal(err)
	}
	dialer := net.Dialer{Timeout: 100 * time.Millisecond}
	for range 4 {
		c, err := dialer.DialContext(b.Context(), "tcp", l.Addr().String())
		if err != nil {
			return l.Addr().String()
		}
		b.Cleanup(func() { _ = c.Close() })
	}
	b.Fatal("the queue of connections takes any number")
	return ""
}

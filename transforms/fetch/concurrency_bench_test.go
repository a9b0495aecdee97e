package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// settings of --concurrency to compare; 0 finds itself.
var settings = []int{32, 128, 512, 0}

// Rows a second, from the start of a run on, by --concurrency: pictures of 2 kB
// from 100 hosts in the same process, 5% of which fail. limit is where it ended.
func BenchmarkConcurrency(b *testing.B) {
	server, err := testweb.Start(testweb.Options{Hosts: 100, Distinct: 16})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.Close)
	for _, c := range []struct{ latency, window time.Duration }{
		{5 * time.Millisecond, 2 * time.Second},
		{200 * time.Millisecond, 5 * time.Second},
		{time.Second, 12 * time.Second},
	} {
		link := func(i int) string {
			p := testweb.Picture{ID: uint64(i), Width: 64, Height: 48, Latency: c.latency}
			if i%20 == 7 {
				p.Fault = "503"
			}
			return server.URL(i%100, p)
		}
		compareSettings(b, fmt.Sprint("latency=", c.latency), c.window, link)
	}
}

// Rows a second, by --concurrency, from one server that answers so many requests at
// a time, after 200 ms each, and from the middle of the run on four times or a
// quarter as many.
func BenchmarkCapacityChange(b *testing.B) {
	const window, most = time.Minute, 160
	picture := make([]byte, 2<<10)
	for _, c := range []struct{ before, since int64 }{{most / 4, most}, {most, most / 4}} {
		var began atomic.Pointer[time.Time]
		slots := semaphore.NewWeighted(most)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			share := most / c.before
			if time.Since(*began.Load()) > window/2 {
				share = most / c.since
			}
			if slots.Acquire(r.Context(), share) != nil {
				return // the client has gone
			}
			defer slots.Release(share)
			time.Sleep(200 * time.Millisecond)
			_, _ = w.Write(picture)
		}))
		b.Cleanup(server.Close)
		compareSettings(b, fmt.Sprintf("capacity=%d-%d", c.before, c.since), window, func(i int) string {
			if i == 0 {
				now := time.Now()
				began.Store(&now)
			}
			return fmt.Sprint(server.URL, "/", i)
		})
	}
}

// compareSettings reports what each setting fetches of links within window, while
// there are always more rows.
func compareSettings(b *testing.B, name string, window time.Duration, link func(i int) string) {
	for _, n := range settings {
		b.Run(fmt.Sprintf("%s/concurrency=%d", name, n), func(b *testing.B) {
			rows, limit := 0, 0
			for b.Loop() {
				got, at := fetchFor(b, window, Options{Concurrency: n, HostConcurrency: mostInFlight, AllowPrivate: true}, link)
				rows += got
				limit = at
			}
			b.ReportMetric(float64(rows)/float64(b.N)/window.Seconds(), "rows/s")
			b.ReportMetric(float64(limit), "limit")
		})
	}
}

// fetchFor returns how many rows were fetched within window, and the limit at its
// end.
func fetchFor(b *testing.B, window time.Duration, o Options, link func(i int) string) (rows, limit int) {
	const ahead = 3 * mostInFlight
	f := newFetcher(b, o)
	ctx, cancel := context.WithTimeout(b.Context(), window)
	defer cancel()
	var next, fetched atomic.Int64
	var running sync.WaitGroup
	var submit func()
	submit = func() {
		if ctx.Err() != nil {
			return
		}
		running.Add(1)
		f.Submit(ctx, []string{link(int(next.Add(1)) - 1)}, func(r Result) {
			defer running.Done()
			if r.Err == nil {
				fetched.Add(1)
			}
			submit()
		})
	}
	for range ahead {
		submit()
	}
	<-ctx.Done()
	rows, limit = int(fetched.Load()), f.Stats().Limit
	running.Wait()
	f.Close()
	return rows, limit
}

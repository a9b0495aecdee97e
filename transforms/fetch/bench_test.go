package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// 10,000 rows of 10 kB from one server in the same process, whose share of the
// time and of the allocations is included.
func BenchmarkFetch(b *testing.B) {
	picture := make([]byte, 10<<10)
	for _, latency := range []time.Duration{0, 200 * time.Millisecond} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(latency)
			w.Header().Set("Content-Length", strconv.Itoa(len(picture)))
			_, _ = w.Write(picture)
		}))
		b.Run(fmt.Sprint("latency=", latency), func(b *testing.B) {
			f := newFetcher(b, Options{HostConcurrency: 256, AllowPrivate: true})
			benchmarkRows(b, f, server.URL)
		})
		server.Close()
	}
}

// The scheduler alone: 10,000 rows over 100 hosts that answer at once.
func BenchmarkScheduler(b *testing.B) {
	answer := func(context.Context, link.Target, time.Duration) web.Outcome { return good() }
	place := func(context.Context, string) (netip.Addr, *reason.Error) {
		return netip.MustParseAddr("192.0.2.1"), nil
	}
	f := start(Options{}.filled(), network{attempt: answer, resolve: place}, nil)
	b.Cleanup(f.Close)
	benchmarkRows(b, f, "http://h%d.test")
}

func benchmarkRows(b *testing.B, f *Fetcher, base string) {
	const rows = 10_000
	links := make([][]string, rows)
	for i := range links {
		host := base
		if host == "http://h%d.test" {
			host = fmt.Sprintf(base, i%100)
		}
		links[i] = []string{fmt.Sprint(host, "/", i)}
	}
	b.ReportAllocs()
	for b.Loop() {
		var wait sync.WaitGroup
		wait.Add(rows)
		for _, l := range links {
			f.Submit(b.Context(), l, func(r Result) {
				if r.Err != nil {
					b.Error(r.Err)
				}
				wait.Done()
			})
		}
		wait.Wait()
	}
	perRow := float64(b.Elapsed()) / float64(b.N) / rows
	b.ReportMetric(float64(time.Second)/perRow, "rows/s")
}

package testweb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSameLinkSameBytes(t *testing.T) {
	a, b, c := start(t, Options{Seed: 1}), start(t, Options{Seed: 2, Hosts: 2}), newClient(t)
	for format := range extensions {
		t.Run(format, func(t *testing.T) {
			p := Picture{ID: 42, Width: 80, Height: 60, Format: format}
			one, two := fetch(t, c, a.URL(0, p)), fetch(t, c, b.URL(1, p))
			if one.err != nil || two.err != nil || !bytes.Equal(one.body, two.body) {
				t.Errorf("%d bytes, %v; %d bytes, %v", len(one.body), one.err, len(two.body), two.err)
			}
			if got := one.header.Get("Content-Type"); got != "image/"+format {
				t.Errorf("Content-Type %q", got)
			}
			p.ID++
			if other := fetch(t, c, a.URL(0, p)); bytes.Equal(one.body, other.body) {
				t.Error("another ID has the same bytes")
			}
		})
	}
}

func TestDistinct(t *testing.T) {
	s, c := start(t, Options{Distinct: 4}), newClient(t)
	p, q := Picture{ID: 1, Width: 80, Height: 60}, Picture{ID: 9, Width: 80, Height: 60}
	if a, b := fetch(t, c, s.URL(0, p)), fetch(t, c, s.URL(0, q)); a.err != nil || !bytes.Equal(a.body, b.body) {
		t.Errorf("IDs 1 and 9 of 4 differ: %d and %d bytes, %v", len(a.body), len(b.body), a.err)
	}
	if s.URL(0, p) == s.URL(0, q) {
		t.Error("their links are the same")
	}
	if diff := cmp.Diff(p, s.Content(q)); diff != "" {
		t.Errorf("Content (-want +got):\n%s", diff)
	}
}

func TestUnknownPaths(t *testing.T) {
	s, c := start(t, Options{}), newClient(t)
	for path, want := range map[string]int{
		"/": 404, "/robots.txt": 404, "/p/": 400, "/p/x.jpg": 400, "/p/1.webp": 400, "/p/1.jpg?w=0&h=7": 400,
		"/p/1.jpg?w=99999&h=9": 400, "/p/1.jpg?fault=nonsense": 400, "/p/1.jpg?latency=1": 400, "/p/1.jpg?q=101": 400,
	} {
		if a := fetch(t, c, s.Base(0)+path); a.status != want {
			t.Errorf("%s: %d, %v; want %d", path, a.status, a.err, want)
		}
	}
}

func TestStats(t *testing.T) {
	s, c := start(t, Options{Hosts: 2}), newClient(t)
	p, q := small(""), small("404")
	for _, link := range []string{s.URL(0, p), s.URL(0, p), s.URL(1, p), s.URL(1, q)} {
		fetch(t, c, link)
	}
	got := s.Stats()
	if least := int64(3 * len(whole(t))); got.Bytes < least || got.Bytes > least+4*500 {
		t.Errorf("%d bytes sent, want %d and some headers", got.Bytes, least)
	}
	got.Bytes = 0
	want := Stats{Requests: 4, Connections: 2, Peak: 1, Hosts: []HostStats{
		{Host: "127.0.0.1", Requests: 2, Peak: 1}, {Host: "127.0.0.2", Requests: 2, Peak: 1},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Stats (-want +got):\n%s", diff)
	}
	for link, want := range map[string]int{s.URL(0, p): 2, s.URL(1, p): 1, s.URL(1, q): 1, s.URL(0, q): 0} {
		if got := s.Requests(link); got != want {
			t.Errorf("Requests(%s) = %d, want %d", link, got, want)
		}
	}
}

func TestStatsOverHTTP(t *testing.T) {
	s, c := start(t, Options{}), newClient(t)
	link := s.URL(0, small("404"))
	fetch(t, c, link)
	read := func() (got struct {
		Requests     int64       `json:"requests"`
		LinkRequests *int        `json:"link_requests"`
		Hosts        []HostStats `json:"hosts"`
	}) {
		a := fetch(t, c, s.Base(0)+"/_stats?link="+url.QueryEscape(link))
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatalf("%q: %v", a.body, err)
		}
		return got
	}
	if got := read(); got.Requests != 1 || got.LinkRequests == nil || *got.LinkRequests != 1 || len(got.Hosts) != 1 {
		t.Errorf("after one request: %+v", got)
	}
	if a := fetch(t, c, s.Base(0)+"/_reset"); a.status != http.StatusMethodNotAllowed {
		t.Errorf("GET /_reset: %d", a.status)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Base(0)+"/_reset", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.Do(request)
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("POST /_reset: %v, %v", response, err)
	}
	_ = response.Body.Close()
	if got := read(); got.Requests != 0 || *got.LinkRequests != 0 {
		t.Errorf("after a reset: %+v", got)
	}
}

func TestPeakCountsWhatIsInFlight(t *testing.T) {
	s, c := start(t, Options{Hosts: 2}), newClient(t)
	var clients sync.WaitGroup
	for i := range 5 {
		link := s.URL(min(i, 1), Picture{ID: uint64(i), Fault: "hang"})
		clients.Go(func() { get(t.Context(), c, link, 1) })
	}
	eventually(t, "five requests are in flight", func() bool { return s.Stats().InFlight == 5 })
	if got := s.Stats(); got.Peak != 5 || got.Hosts[0].Peak != 1 || got.Hosts[1].Peak != 4 {
		t.Errorf("peaks %+v", got)
	}
	s.Close()
	clients.Wait()
}

// TestPeakNeverExceedsTheClient has a client that keeps to one request at a
// time, on new connections, so that a late handler would show.
func TestPeakNeverExceedsTheClient(t *testing.T) {
	s, c := start(t, Options{}), newClient(t)
	c.Transport.(*http.Transport).DisableKeepAlives = true
	faults := []Fault{"", "404", "reset", "close", "truncate", "empty", "garbage", "redirect"}
	for i := range 300 {
		fetch(t, c, s.URL(0, small(faults[i%len(faults)])))
	}
	if got := s.Stats(); got.Peak != 1 {
		t.Errorf("peak %d of a client that makes one request at a time", got.Peak)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	s, c := start(t, Options{Hosts: 3}), newClient(t)
	pictures := []Picture{
		small("hang"), small("header_hang"), small("slow"), small("endless"), small("huge_chunked"), small("huge_bytes"),
		{ID: 1, Width: 64, Height: 64, Latency: time.Hour},
	}
	var clients sync.WaitGroup
	for i, p := range pictures {
		clients.Go(func() { get(t.Context(), c, s.URL(i%3, p), 1<<40) })
	}
	eventually(t, "all requests are in flight", func() bool { return s.Stats().InFlight == len(pictures) })
	s.Close()
	clients.Wait()
	if got := s.Stats().InFlight; got != 0 {
		t.Errorf("%d handlers are left", got)
	}
	s.Close() // may be repeated
}

func TestStartFails(t *testing.T) {
	s := start(t, Options{})
	for name, o := range map[string]Options{"port taken": {Port: s.port}, "too many hosts": {Hosts: maxHosts + 1}, "hosts below 0": {Hosts: -1}} {
		if other, err := Start(o); err == nil {
			other.Close()
			t.Errorf("%s: started", name)
		}
	}
}

func TestJitterIsDrawnFromSeedIDAndAttempt(t *testing.T) {
	p := Picture{ID: 3, Jitter: time.Second}
	base := jitter(1, p, 0)
	if again := jitter(1, p, 0); again != base {
		t.Errorf("drew %v, then %v", base, again)
	}
	other := p
	other.ID = 4
	for name, d := range map[string]time.Duration{"seed": jitter(2, p, 0), "attempt": jitter(1, p, 1), "ID": jitter(1, other, 0)} {
		if d == base {
			t.Errorf("another %s draws the same", name)
		}
	}
	var sum time.Duration
	for i := range 1000 {
		d := jitter(1, p, i)
		if d < 0 || d >= p.Jitter {
			t.Fatalf("drew %v of %v", d, p.Jitter)
		}
		sum += d
	}
	if mean := sum / 1000; mean < 450*time.Millisecond || mean > 550*time.Millisecond {
		t.Errorf("mean %v of up to a second", mean)
	}
}

func BenchmarkServe(b *testing.B) {
	s, c := start(b, Options{Distinct: 16}), newClient(b)
	for id := range 16 {
		fetch(b, c, s.URL(0, Picture{ID: uint64(id)}))
	}
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for id := uint64(0); pb.Next(); id++ {
			if a := fetch(b, c, s.URL(0, Picture{ID: id})); a.err != nil {
				b.Error(a.err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

func ExampleServer() {
	s, err := Start(Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	link := s.URL(0, Picture{ID: 7, Width: 320, Height: 240, Fault: "flaky", N: 1})
	for range 2 {
		response, err := http.Get(link) //nolint:noctx // an example is short
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = response.Body.Close()
		fmt.Println(response.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
	fmt.Println(s.Requests(link))
	// Output:
	// 503
	// 200
	// 2
}

func TestManyHosts(t *testing.T) {
	s, c := start(t, Options{Hosts: 256}), newClient(t)
	p := Picture{Width: 80, Height: 60}
	for host, want := range map[int]string{253: "127.0.0.254", 254: "127.0.1.1", 255: "127.0.1.2"} {
		if a := fetch(t, c, s.URL(host, p)); a.status != http.StatusOK || s.Stats().Hosts[host].Host != want || s.Stats().Hosts[host].Requests != 1 {
			t.Errorf("%s: status %d, %+v, want one request at %s", s.URL(host, p), a.status, s.Stats().Hosts[host], want)
		}
	}
}

package fetch

import (
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A real server that serves so many a second and refuses the rest loses no row.
func TestServerWithARate(t *testing.T) {
	server, err := testweb.Start(testweb.Options{Hosts: 2, HostRate: 100, Distinct: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	f := newFetcher(t, Options{Retries: 0, AllowPrivate: true})
	const rows = 500
	links := make([][]string, 2*rows)
	for i := range links {
		links[i] = []string{server.URL(i%2, testweb.Picture{ID: uint64(i), Width: 80, Height: 60})}
	}
	for _, r := range fetchAll(t, f, links...) {
		if r.Err != nil {
			t.Fatalf("lost %+v", r)
		}
	}
	for _, h := range server.Stats().Hosts {
		t.Logf("%+v", h)
		if h.Requests != rows+h.Refused || h.Peak > 8 {
			t.Errorf("%+v, want %d served", h, rows)
		}
		if h.Refused == 0 || h.Refused > rows/10 { // 1 or 2 in 100 where time is exact
			t.Errorf("%d of %d requests were refused", h.Refused, h.Requests)
		}
	}
}

// Hosts that do not listen are given up, while others are served.
func TestServerThatIsDown(t *testing.T) {
	server, err := testweb.Start(testweb.Options{Distinct: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	dead, err := testweb.Start(testweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dead.Close()
	f := newFetcher(t, Options{Retries: 3, AllowPrivate: true})
	var links [][]string
	for i := range 1000 {
		p := testweb.Picture{ID: uint64(i), Width: 80, Height: 60}
		links = append(links, []string{dead.URL(0, p)}, []string{dead.URL(0, p), server.URL(0, p)})
	}
	down := 0
	for i, r := range fetchAll(t, f, links...) {
		if i%2 == 1 {
			if r.Err != nil {
				t.Fatalf("%+v", r)
			}
			continue
		}
		e, ok := reason.Of(r.Err)
		if !ok || e.Reason != reason.HostDown && e.Reason != reason.Connect {
			t.Fatalf("%+v", r)
		}
		if e.Reason == reason.HostDown {
			down++
		}
	}
	if down < 980 {
		t.Errorf("%d of 1,000 rows were not sent to a dead host", down)
	}
}

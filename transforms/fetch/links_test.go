package fetch

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestLinks(t *testing.T) {
	serve := func(_ context.Context, c call) web.Outcome {
		switch c.host {
		case "missing.test":
			return status(404)
		case "broken.test":
			return status(500)
		}
		return good()
	}
	tests := []struct {
		name     string
		links    []string
		url      string
		attempts int
		status   int
		want     reason.Reason // "" is success
		detail   []string
	}{
		{"the first works", []string{"http://a.test/", "http://b.test/"}, "http://a.test/", 1, 200, "", nil},
		{"the next after a permanent fault", []string{"http://missing.test/", "http://a.test/"}, "http://a.test/", 2, 200, "", nil},
		{"the next after all retries", []string{"http://broken.test/", "http://a.test/"}, "http://a.test/", 4, 200, "", nil},
		{"the next after no link", []string{"nonsense", "http://a.test/"}, "http://a.test/", 1, 200, "", nil},
		{"all fail: the last one's reason", []string{"http://missing.test/", "nonsense", "http://broken.test/x"}, "http://broken.test/x", 4, 500,
			reason.HTTP5xx, []string{"http://missing.test/: http_4xx", "nonsense: invalid_url"}},
		{"the last is no link", []string{"http://missing.test/", "nonsense"}, "nonsense", 1, 0,
			reason.InvalidURL, []string{"http://missing.test/: http_4xx"}},
		{"none is a link", []string{"nonsense", "ftp://a.test/"}, "ftp://a.test/", 0, 0, reason.InvalidURL, []string{"nonsense: invalid_url"}},
		{"no links", nil, "", 0, 0, reason.InvalidRow, nil},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w := newWorld(t, Options{Retries: 2, HostRate: 1000}, serve)
			w.Submit(t.Context(), tt.links, func(r Result) { w.keep("row", r) })
			w.await(t, 1)
			r := w.results["row"]
			if r.URL != tt.url || r.Attempts != tt.attempts || r.Status != tt.status {
				t.Errorf("%+v", r)
			}
			if tt.want == "" {
				if r.Err != nil {
					t.Error(r.Err)
				}
				return
			}
			wantReason(t, r, tt.want)
			for _, part := range tt.detail {
				if !strings.Contains(r.Err.Error(), part) {
					t.Errorf("%q does not tell %q", r.Err, part)
				}
			}
		})
	}

	bubble(t, "thousands of links have a short detail", func(t *testing.T) {
		w := newWorld(t, Options{}, serve)
		links := make([]string, 5000)
		for i := range links {
			links[i] = strings.Repeat("x", 5000)
		}
		w.Submit(t.Context(), links, func(r Result) { w.keep("row", r) })
		w.await(t, 1)
		if n := len(w.results["row"].Err.Error()); n > 10_000 {
			t.Errorf("%d bytes", n)
		}
	})
}

func TestRedirectsPassTheQueue(t *testing.T) {
	bubble(t, "another host's limits hold", func(t *testing.T) {
		w := newWorld(t, Options{Concurrency: 50, HostConcurrency: 3}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "into.test" {
				sleep(ctx, time.Second)
				return good()
			}
			from, err := link.Parse(c.url)
			if err != nil {
				return web.Outcome{Err: err}
			}
			to, err := from.Follow("http://into.test"+from.URL.Path, 5)
			return web.Outcome{Status: 302, Moved: &to, Err: err}
		})
		for i := range 60 {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i%10, i))
		}
		w.await(t, 60)
		if w.peak["into.test"] != 3 {
			t.Errorf("%d at once", w.peak["into.test"])
		}
		for link, r := range w.results {
			if r.Err != nil || r.Attempts != 1 || r.URL != link {
				t.Errorf("%+v", r)
			}
		}
		w.empty(t)
	})

	bubble(t, "a retry begins at the link, and the hops share the row's time", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 1, Timeout: 8 * time.Second, RowDeadline: time.Minute}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "a.test" {
				sleep(ctx, 4*time.Second)
				from, err := link.Parse(c.url)
				if err != nil {
					return web.Outcome{Err: err}
				}
				to, err := from.Follow("http://b.test/", 5)
				return web.Outcome{Status: 302, Moved: &to, Err: err}
			}
			if c.nth == 0 {
				sleep(ctx, c.patience)
				return timedOut()
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/")
		w.await(t, 1)
		var hosts []string
		var allow []time.Duration
		for _, c := range w.calls {
			hosts, allow = append(hosts, c.host), append(allow, c.allow)
		}
		if diff := cmp.Diff([]string{"a.test", "b.test", "a.test", "b.test"}, hosts); diff != "" {
			t.Error(diff)
		}
		if allow[0] != time.Minute || allow[1] != 56*time.Second || allow[2] > 50*time.Second || allow[3] != allow[2]-4*time.Second {
			t.Errorf("allowed %v", allow)
		}
		if r := w.results["http://a.test/"]; r.Err != nil || r.Attempts != 2 {
			t.Errorf("%+v", r)
		}
	})
}

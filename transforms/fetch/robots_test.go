package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// robotsSite counts requests for robots.txt and for pictures.
type robotsSite struct {
	*Fetcher
	link            string
	robots, picture atomic.Int64
}

func startRobotsSite(t *testing.T, o Options, robots http.HandlerFunc) *robotsSite {
	t.Helper()
	s := &robotsSite{}
	s.link = serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			s.robots.Add(1)
			robots(w, r)
		case strings.HasPrefix(r.URL.Path, "/hop"):
			robots(w, r)
		case r.URL.Path == "/to-private":
			http.Redirect(w, r, "/private", http.StatusFound)
		default:
			s.picture.Add(1)
			_, _ = io.WriteString(w, "picture")
		}
	})
	o.RespectRobots, o.AllowPrivate, o.MaxRedirects = true, true, 5
	s.Fetcher = newFetcher(t, o)
	return s
}

// fetchLinks fetches rows of one link each.
func fetchLinks(t *testing.T, f *Fetcher, links ...string) []Result {
	t.Helper()
	rows := make([][]string, len(links))
	for i, link := range links {
		rows[i] = []string{link}
	}
	return fetchAll(t, f, rows...)
}

// Who refuses training in robots.txt, and nothing else, is asked for no picture.
func TestContentSignalIsObeyed(t *testing.T) {
	s := startRobotsSite(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /\n")
	})
	for _, r := range fetchLinks(t, s.Fetcher, s.link+"/1", s.link+"/2") {
		wantReason(t, r, reason.OptedOut)
	}
	if n := s.picture.Load(); n != 0 {
		t.Errorf("%d pictures were asked for", n)
	}
}

func TestRobotsAreObeyed(t *testing.T) {
	s := startRobotsSite(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /private\n")
	})
	links := make([]string, 100)
	for i := range links {
		links[i] = fmt.Sprintf("%s/%d", s.link, i)
		if i%2 == 1 {
			links[i] = fmt.Sprintf("%s/private/%d", s.link, i)
		}
	}
	links = append(links, s.link+"/to-private")
	for i, r := range fetchLinks(t, s.Fetcher, links...) {
		switch {
		case i%2 == 1 || i == 100:
			wantReason(t, r, reason.BlockedByRobots)
			if i == 100 && !strings.Contains(r.Err.Error(), "redirected to "+s.link+"/private") {
				t.Errorf("the redirect is not told: %v", r.Err)
			}
		case r.Err != nil:
			t.Errorf("%s: %v", r.URL, r.Err)
		case r.Attempts != 1:
			t.Errorf("%s: %d attempts", r.URL, r.Attempts)
		}
	}
	if a, b := s.robots.Load(), s.picture.Load(); a != 1 || b != 50 {
		t.Errorf("%d requests for robots.txt and %d for pictures, want 1 and 50", a, b)
	}
}

// What robots.txt forbids takes no turn of its host's: a thousand such rows do not
// wait a Crawl-delay each.
func TestForbiddenRowsTakeNoTurn(t *testing.T) {
	s := startRobotsSite(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /private\nCrawl-delay: 0.5\n")
	})
	links := make([]string, 1000)
	for i := range links {
		links[i] = fmt.Sprintf("%s/private/%d", s.link, i)
	}
	links = append(links, s.link+"/1", s.link+"/2")
	began := time.Now()
	for i, r := range fetchLinks(t, s.Fetcher, links...) {
		if i < 1000 {
			wantReason(t, r, reason.BlockedByRobots)
		} else if r.Err != nil {
			t.Errorf("%s: %v", r.URL, r.Err)
		}
	}
	if took := time.Since(began); took < time.Second || took > 20*time.Second {
		t.Errorf("it took %v, want one delay before each of two pictures", took)
	}
	if n := s.picture.Load(); n != 2 {
		t.Errorf("%d requests for pictures, want 2", n)
	}
}

func TestRobotsAnswers(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	hops := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			i := 0
			_, _ = fmt.Sscanf(r.URL.Path, "/hop%d", &i)
			if i < n {
				http.Redirect(w, r, fmt.Sprintf("/hop%d", i+1), http.StatusMovedPermanently)
				return
			}
			_, _ = io.WriteString(w, "User-agent: *\nDisallow: /")
		}
	}
	tests := []struct {
		name   string
		robots http.HandlerFunc
		want   reason.Reason // "" is allowed
	}{
		{"404", status(404), ""},
		{"401", status(401), ""},
		{"403", status(403), ""},
		{"204", status(204), ""},
		{"500", status(500), reason.BlockedByRobots},
		{"501", status(501), reason.BlockedByRobots},
		{"503", status(503), reason.BlockedByRobots},
		{"429", status(429), reason.BlockedByRobots},
		{"five redirects", hops(5), reason.BlockedByRobots},
		{"six redirects", hops(6), ""},
		{"a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, ""},
		{"redirect to nowhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/robots.txt", http.StatusFound)
		}, reason.BlockedByRobots},
		{"no answer at all", func(w http.ResponseWriter, _ *http.Request) { testweb.AnswerRaw(w, "", true) }, reason.Connect},
		{"cut", func(w http.ResponseWriter, _ *http.Request) {
			testweb.AnswerRaw(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *\n", false)
		}, reason.BlockedByRobots},
		{"HTML with status 200", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>Disallow: /</html>") }, ""},
		{"gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, "User-agent: *\nDisallow: /")
			_ = z.Close()
		}, reason.BlockedByRobots},
		{"rules within the limit", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(append(bytes.Repeat([]byte("#\n"), robots.MaxBytes/2-50), "User-agent: *\nDisallow: /\n"...))
		}, reason.BlockedByRobots},
		{"rules beyond the limit", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(append(bytes.Repeat([]byte("#\n"), robots.MaxBytes/2), "User-agent: *\nDisallow: /\n"...))
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startRobotsSite(t, Options{RowDeadline: 8 * time.Second}, tt.robots)
			r := fetchLinks(t, s.Fetcher, s.link+"/a")[0]
			if tt.want == "" {
				if r.Err != nil {
					t.Error(r.Err)
				}
				return
			}
			wantReason(t, r, tt.want)
			if s.picture.Load() != 0 {
				t.Error("the picture was asked for")
			}
		})
	}
}

// A host's requests keep the distance that its robots.txt asks for, also where
// the host was forgotten in between.
func TestCrawlDelaySpacesAHost(t *testing.T) {
	bubble(t, "spaced", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 8}, func(_ context.Context, c call) web.Outcome {
			o := good()
			if strings.HasPrefix(c.url, "http://slow.test") {
				o.CrawlDelay = 2 * time.Second
			}
			return o
		})
		w.submit(t.Context(), "http://slow.test/first")
		w.await(t, 1)
		for i := range 5 {
			w.submit(t.Context(), fmt.Sprint("http://slow.test/", i))
			w.submit(t.Context(), fmt.Sprint("http://fast.test/", i))
		}
		w.await(t, 11)
		last := -time.Hour
		for _, c := range w.calls {
			if c.host == "slow.test" && c.at-last < 2*time.Second {
				t.Errorf("%s at %v, the one before at %v", c.url, c.at, last)
			}
			if c.host == "slow.test" {
				last = c.at
			} else if c.at > time.Second {
				t.Errorf("%s waited: %v", c.url, c.at)
			}
		}
		time.Sleep(time.Minute)
		w.empty(t)
	})
}

// A robots.txt that cannot be had for now loses no row.
func TestRobotsRecover(t *testing.T) {
	var n atomic.Int64
	s := startRobotsSite(t, Options{Retries: 3}, func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) == 1 {
			testweb.AnswerRaw(w, "", true)
			return
		}
		w.WriteHeader(http.StatusNotFound)
	})
	for _, r := range fetchLinks(t, s.Fetcher, s.link+"/a", s.link+"/b") {
		if r.Err != nil {
			t.Error(r.Err)
		}
	}
}

// The row that asks is cancelled; another asks instead.
func TestRobotsAbandoned(t *testing.T) {
	arrived := make(chan bool, 2)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := startRobotsSite(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		arrived <- true
		if ctx.Err() == nil {
			<-r.Context().Done()
			return
		}
		w.WriteHeader(http.StatusNotFound)
	})
	var rows sync.WaitGroup
	rows.Add(2)
	s.Submit(ctx, []string{s.link + "/a"}, func(r Result) {
		wantCanceled(t, r)
		rows.Done()
	})
	<-arrived
	s.Submit(t.Context(), []string{s.link + "/b"}, func(r Result) {
		if r.Err != nil {
			t.Error(r.Err)
		}
		rows.Done()
	})
	cancel()
	rows.Wait()
}

package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestParseRobots(t *testing.T) {
	tests := []struct {
		name, text, path string
		allowed          bool
	}{
		{"empty", "", "/a", true},
		{"everybody", "User-agent: *\nDisallow: /", "/a", false},
		{"everybody, elsewhere", "User-agent: *\nDisallow: /b", "/a", true},
		{"ours goes before everybody's", "User-agent: *\nDisallow: /\n\nUser-agent: beamcrop\nAllow: /", "/a", true},
		{"ours by the user's name", "User-agent: examplebot\nDisallow: /\n", "/a", false},
		{"ours with a version", "User-agent: BeamCrop/1.0\nDisallow: /\n", "/a", false},
		{"another's", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"a longer name", "User-agent: beamcropper\nDisallow: /", "/a", true},
		{"a shorter name", "User-agent: beam\nDisallow: /", "/a", true},
		{"groups of one name are one", "User-agent: beamcrop\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: beamcrop\nDisallow: /b", "/b", false},
		{"agents share a group", "User-agent: otherbot\nUser-agent: beamcrop\nDisallow: /", "/a", false},
		{"ours allows all by nothing", "User-agent: *\nDisallow: /\nUser-agent: beamcrop\nDisallow:", "/a", true},
		{"longest rule", "User-agent: *\nDisallow: /img\nAllow: /img/public", "/img/public/a.jpg", true},
		{"longest rule, order", "User-agent: *\nAllow: /img\nDisallow: /img/private", "/img/private/a.jpg", false},
		{"as long: allow", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"star", "User-agent: *\nDisallow: /*/private/", "/x/private/a", false},
		{"end", "User-agent: *\nDisallow: /*.jpg$", "/x.jpg", false},
		{"not the end", "User-agent: *\nDisallow: /*.jpg$", "/x.jpg?v=2", true},
		{"query", "User-agent: *\nDisallow: /*?session=", "/a?session=7", false},
		{"escapes", "User-agent: *\nDisallow: /b%c3%bccher", "/b%C3%BCcher/1", false},
		{"escapes of the link", "User-agent: *\nDisallow: /bücher", "/b%c3%bccher/1", false},
		{"typing error", "useragent: *\ndissalow: /", "/a", false},
		{"byte order mark, CR", "\xef\xbb\xbfUser-agent: *\r\nDisallow: /a\r\n", "/a", false},
		{"comment", "User-agent: * # all\nDisallow: /a # private", "/a", false},
		{"HTML", "<!DOCTYPE html><html><body>User-agent: *</body></html>", "/a", true},
		{"index.html is the folder", "User-agent: *\nDisallow: /\nAllow: /x/index.html", "/x/", true},
	}
	agents := agentNames("examplebot/1")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseRobots(tt.text, agents).allows(tt.path); got != tt.allowed {
				t.Errorf("allowed %t, want %t", got, tt.allowed)
			}
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2":                                           2 * time.Second,
		"User-agent: *\ncrawl-delay: 0.5\nDisallow: /x":                           500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400":                                       maxCrawlDelay,
		"User-agent: *\nCrawl-delay: -1":                                          0,
		"User-agent: *\nCrawl-delay: NaN":                                         0,
		"User-agent: *\nCrawl-delay: soon":                                        0,
		"User-agent: otherbot\nCrawl-delay: 9":                                    0,
		"User-agent: *\nCrawl-delay: 9\n\nUser-agent: beamcrop\nCrawl-delay: 1.5": 1500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 9\n\nUser-agent: beamcrop\nDisallow:":        0,
	} {
		if got := parseRobots(text, agentNames("")).delay; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// robotsSite counts requests for robots.txt and for pictures.
type robotsSite struct {
	*Fetcher
	link            string
	robots, picture atomic.Int64
}

func startRobotsSite(t *testing.T, o Options, robots http.HandlerFunc) *robotsSite {
	t.Helper()
	s := &robotsSite{}
	_, s.link = serve(t, o, func(w http.ResponseWriter, r *http.Request) {
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

func TestRobotsAnswers(t *testing.T) {
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
		{"no answer at all", func(w http.ResponseWriter, _ *http.Request) { hijack(w, "", true) }, reason.Connect},
		{"cut", func(w http.ResponseWriter, _ *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *\n", false)
		}, reason.BlockedByRobots},
		{"HTML with status 200", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>Disallow: /</html>") }, ""},
		{"gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, "User-agent: *\nDisallow: /")
			_ = z.Close()
		}, reason.BlockedByRobots},
		{"rules within the limit", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(append(bytes.Repeat([]byte("#\n"), maxRobots/2-50), "User-agent: *\nDisallow: /\n"...))
		}, reason.BlockedByRobots},
		{"rules beyond the limit", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(append(bytes.Repeat([]byte("#\n"), maxRobots/2), "User-agent: *\nDisallow: /\n"...))
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startRobotsSite(t, Options{}, tt.robots)
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
		w := newWorld(t, Options{HostConcurrency: 8}, func(_ context.Context, c call) outcome {
			o := good()
			if strings.HasPrefix(c.url, "http://slow.test") {
				o.crawlDelay = 2 * time.Second
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
			hijack(w, "", true)
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

func TestRobotsMemoryIsBounded(t *testing.T) {
	r := newRobots(nil)
	rules := &robotsRules{rules: []robotsRule{{pattern: strings.Repeat("x", maxRobots)}}}
	for i := range 1000 {
		origin := fmt.Sprint("http://h", i)
		f, mine := r.claim(origin)
		if !mine {
			t.Fatal("known before")
		}
		f.rules, f.until = rules, time.Now().Add(time.Hour)
		r.publish(origin, f)
		if r.bytes > maxRobotsBytes || r.bytes < 0 {
			t.Fatalf("%d bytes after %d files", r.bytes, i+1)
		}
	}
	if _, mine := r.claim("http://h999"); mine || r.origins.Len() < 100 {
		t.Errorf("the latest was forgotten; %d left", r.origins.Len())
	}
	f, _ := r.claim("http://h999")
	f.until = time.Now()
	if _, mine := r.claim("http://h999"); !mine {
		t.Error("used beyond its time")
	}
}

// matchesPlainly is the definition: a table of which beginnings of the pattern
// match which beginnings of the path.
func matchesPlainly(path, pattern string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	ends := make([]bool, len(path)+1)
	ends[0] = true
	for i := range len(pattern) {
		next := make([]bool, len(path)+1)
		for j, reached := range ends {
			switch {
			case pattern[i] == '*':
				next[j] = reached || j > 0 && next[j-1]
			case reached && j < len(path) && path[j] == pattern[i]:
				next[j+1] = true
			}
		}
		ends = next
	}
	return ends[len(path)] || !whole && slices.Contains(ends, true)
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 3", "/axb?c")
	f.Add("useragent:\t* x\nallow: *\n\ndisallow /\r\n", "/%c3%bc")
	f.Add("User-agent: beamcrop\nAllow: /x/index.html", "/x/")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := parseRobots(text, []string{"beamcrop"})
		if rules.delay < 0 || rules.delay > maxCrawlDelay {
			t.Errorf("a delay of %v", rules.delay)
		}
		rules.allows(path)
		for _, rule := range rules.rules {
			if len(path)*len(rule.pattern) > 1<<12 {
				continue
			}
			if got, want := matchesRobots(path, rule.pattern), matchesPlainly(path, rule.pattern); got != want {
				t.Errorf("%q matches %q: %t, plainly %t", rule.pattern, path, got, want)
			}
		}
	})
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A server that closes kept connections as requests come costs no row, though
// there are no retries, and sees each request that was counted.
func TestKeepAliveRace(t *testing.T) {
	for _, robots := range []bool{false, true} {
		t.Run(fmt.Sprint("robots ", robots), func(t *testing.T) {
			var requests, broken, asked atomic.Int64
			var served sync.Map
			base := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					asked.Add(1)
				} else {
					requests.Add(1)
				}
				if _, kept := served.LoadOrStore(r.RemoteAddr, true); kept {
					broken.Add(1)
					testweb.AnswerRaw(w, "", false)
					return
				}
				_, _ = io.WriteString(w, "picture")
			})
			f := newFetcher(t, Options{Retries: 0, AllowPrivate: true, RespectRobots: robots})
			links := make([]string, 200)
			for i := range links {
				links[i] = fmt.Sprint(base, "/", i)
			}
			counted := 0
			for _, r := range fetchLinks(t, f, links...) {
				counted += r.Attempts
				if r.Err != nil || r.Attempts > 2 {
					t.Errorf("%s: %d attempts, %v", r.URL, r.Attempts, r.Err)
				}
			}
			if n := requests.Load(); n != int64(counted) || broken.Load() == 0 || (asked.Load() == 1) != robots {
				t.Errorf("the server saw %d requests and %d for robots.txt, broke off %d, counted were %d", n, asked.Load(), broken.Load(), counted)
			}
		})
	}
}

// What breaks before the answer reaches the server as often as is counted.
func TestEveryRequestIsCounted(t *testing.T) {
	server := startWeb(t, testweb.Options{Distinct: 4})
	f := loopbackOnly(t, Options{Retries: 2})
	var links []string
	faults := map[string]testweb.Fault{}
	for i := range 240 {
		p := testweb.Picture{ID: uint64(i), Width: 96, Height: 64}
		if i%24 == 23 { // the others keep connections for it
			p.Fault = []testweb.Fault{"reset", "close", "flaky_reset"}[i/24%3]
		}
		links = append(links, server.URL(0, p))
		faults[links[i]] = p.Fault
	}
	most := 0
	for _, r := range fetchLinks(t, f, links...) {
		fault := faults[r.URL]
		if seen := server.Requests(r.URL); seen != r.Attempts {
			t.Errorf("%q: the server saw %d requests, counted were %d", fault, seen, r.Attempts)
		}
		if why, recovers := fault.Want(); (r.Err == nil) != (why == "" || recovers) {
			t.Errorf("%q: %v", fault, r.Err)
		}
		most = max(most, r.Attempts)
	}
	if most < 4 { // a kept connection and then three fresh ones
		t.Errorf("at most %d attempts: no kept connection broke", most)
	}
}

// A stale connection takes nothing of the row's retries.
func TestStale(t *testing.T) {
	bubble(t, "once a link", func(t *testing.T) {
		stale := web.Outcome{Err: reason.Transient(reason.Connect, errors.New("broke")), Stale: true}
		w := newWorld(t, Options{Retries: 1, Timeout: 20 * time.Second}, func(ctx context.Context, c call) web.Outcome {
			switch {
			case c.nth == 0:
				sleep(ctx, 15*time.Second)
				return stale
			case !c.fresh:
				t.Errorf("%s may meet with a kept connection again", c.url)
			}
			return status(500)
		})
		w.submit(t.Context(), "http://a.test/1")
		w.await(t, 1)
		if r := w.results["http://a.test/1"]; r.Attempts != 3 {
			t.Errorf("%+v", r)
		}
		if gap := w.calls[1].at - w.calls[0].at; gap != 15*time.Second {
			t.Errorf("it was put back after %v", gap)
		}
	})
}

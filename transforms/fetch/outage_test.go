package fetch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A host that comes and goes is slowed; every row that it would serve arrives,
// but for those that it keeps waiting for longer than a quarter of a row's deadline.
func TestFlappingHost(t *testing.T) {
	for name, fail := range map[string]func() web.Outcome{
		"connections": refusedConnection,
		"resets":      reset,
		"500":         func() web.Outcome { return status(500) },
		"503":         func() web.Outcome { return status(503) },
	} {
		for _, down := range []time.Duration{5 * time.Second, 30 * time.Second, 5 * time.Minute} {
			bubble(t, fmt.Sprint(name, " down for ", down), func(t *testing.T) {
				began := time.Now()
				w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, _ call) web.Outcome {
					up := 10 * time.Second
					if time.Since(began)%(up+down) >= up {
						return fail()
					}
					sleep(ctx, 100*time.Millisecond)
					return good()
				})
				for i := range 3000 {
					w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
				}
				w.await(t, 3000)
				lost := 0
				for _, r := range w.results {
					if r.Err != nil {
						lost++
					}
				}
				t.Logf("%d requests, %v", len(w.calls), time.Since(w.began))
				if lost > 0 && down < time.Minute || lost > 100 {
					t.Errorf("%d rows lost", lost)
				}
				if extra := len(w.calls) - 3000; float64(extra) > 3*time.Since(w.began).Seconds() {
					t.Errorf("%d requests for nothing", extra)
				}
			})
		}
	}
}

// An outage that only the last rows of a host meet with is waited for, if there are
// enough of them to tell it from bad links.
func TestOutageAtTheEnd(t *testing.T) {
	for name, fail := range map[string]func() web.Outcome{"resets": reset, "500": func() web.Outcome { return status(500) }} {
		bubble(t, name, func(t *testing.T) {
			began := time.Now()
			w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, _ call) web.Outcome {
				sleep(ctx, 100*time.Millisecond)
				if at := time.Since(began); at > time.Second && at < 31*time.Second {
					return fail()
				}
				return good()
			})
			w.submit(t.Context(), "http://a.test/first")
			w.await(t, 1)
			time.Sleep(2 * time.Second)
			for i := range 12 {
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
			}
			w.await(t, 13)
			for _, r := range w.results {
				if r.Err != nil {
					t.Errorf("lost %+v", r)
				}
			}
		})
	}
}

// When a host's good links are done, its bad ones are all that is left. They had
// their chance while it served, and are not waited for as in an outage.
func TestBadLinksAtTheEnd(t *testing.T) {
	bubble(t, "five of thirty", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 100*time.Millisecond)
			if strings.Contains(c.url, "bad") {
				return reset()
			}
			return good()
		})
		for i := range 30 {
			name := "good"
			if i%6 == 1 {
				name = "bad"
			}
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%s/%d", name, i))
		}
		w.await(t, 30)
		for link, r := range w.results {
			if strings.Contains(link, "bad") {
				wantReason(t, r, reason.Connect)
			}
		}
		if took := time.Since(w.began); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// A host's few bad links do not vouch for each other: each costs its retries.
func TestFewBadLinks(t *testing.T) {
	for name, fail := range map[string]func() web.Outcome{
		"500":    func() web.Outcome { return status(500) },
		"503":    func() web.Outcome { return status(503) },
		"509":    func() web.Outcome { return status(509) },
		"resets": reset,
	} {
		for _, c := range []struct{ good, bad, retries int }{
			{8, 2, 3}, {40, 8, 3}, {8, 1, 3}, {200, 1, 3}, {2, 2, 3}, {8, 2, 5}, {1, 5, 3}, {30, 4, 3},
		} {
			for _, first := range []bool{true, false} {
				bubble(t, fmt.Sprintf("%s, %d good and %d bad, bad first %v", name, c.good, c.bad, first), func(t *testing.T) {
					w := newWorld(t, Options{Retries: c.retries}, func(ctx context.Context, c call) web.Outcome {
						sleep(ctx, 20*time.Millisecond)
						if strings.Contains(c.url, "bad") {
							return fail()
						}
						return good()
					})
					submit := func(kind string, n int) {
						for i := range n {
							w.submit(t.Context(), fmt.Sprintf("http://a.test/%s/%d", kind, i))
						}
					}
					if first {
						submit("bad", c.bad)
					}
					submit("good", c.good)
					if !first {
						submit("bad", c.bad)
					}
					w.await(t, c.good+c.bad)
					for link, r := range w.results {
						most := c.retries + 1
						if c.bad > 2 && r.Status > 500 { // for a while a limit explains as much as they do
							most++
						}
						if bad := strings.Contains(link, "bad"); bad != (r.Err != nil) || r.Attempts > most {
							t.Errorf("%s: %d attempts, %v", link, r.Attempts, r.Err)
						}
					}
					if took := time.Since(w.began); took > 8*time.Second {
						t.Errorf("took %v", took)
					}
				})
			}
		}
	}
}

// Links that fail at the first try do not make a dead host, nor do bad links
// at a host's head.
func TestFailingLinksAreNoDeadHost(t *testing.T) {
	bubble(t, "every link fails once or twice", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 10*time.Millisecond)
			if c.nth < 2 {
				return reset()
			}
			return good()
		})
		for i := range 6 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 6)
		for _, r := range w.results {
			if r.Err != nil {
				t.Errorf("%+v", r)
			}
		}
	})

	bubble(t, "the first six of forty are dead", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 10*time.Millisecond)
			if slices.Contains([]string{"0", "1", "2", "3", "4", "5"}, c.url[len("http://a.test/"):]) {
				return reset()
			}
			return good()
		})
		for i := range 40 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 40)
		failed := 0
		for _, r := range w.results {
			if r.Err != nil {
				wantReason(t, r, reason.Connect)
				failed++
			}
		}
		if failed != 6 {
			t.Errorf("%d failed", failed)
		}
	})
}

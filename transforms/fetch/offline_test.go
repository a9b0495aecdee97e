package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

var errNoNameServer = errors.New("no name server answers")

func unlocated() web.Outcome {
	return web.Outcome{Err: reason.Transient(reason.DNS, &net.DNSError{Err: "i/o timeout", IsTimeout: true})}
}

// newNetwork starts a world whose network is out for a while after some time, and
// fails requests with fault then.
func newNetwork(t *testing.T, o Options, after, out time.Duration, fault func() web.Outcome) *world {
	t.Helper()
	began := time.Now()
	isOut := func() bool { return time.Since(began) >= after && time.Since(began) < after+out }
	w := newWorld(t, o, func(ctx context.Context, _ call) web.Outcome {
		if isOut() {
			return fault()
		}
		sleep(ctx, 500*time.Millisecond)
		return good()
	})
	w.network.probe = func(context.Context) error {
		if isOut() {
			return errNoNameServer
		}
		return nil
	}
	return w
}

// An outage of this machine's own network costs no row anything.
func TestOutageOfOurs(t *testing.T) {
	const rows = 2000
	faults := map[string]func() web.Outcome{
		"a name server that is silent": unlocated,
		"no way to the network": func() web.Outcome {
			return web.Outcome{Err: reason.Transient(reason.Connect, &net.OpError{Op: "dial", Err: syscall.ENETUNREACH})}
		},
	}
	for name, fault := range faults {
		for _, after := range []time.Duration{0, 2 * time.Second} {
			bubble(t, fmt.Sprintf("%s after %v", name, after), func(t *testing.T) {
				o := Defaults()
				o.Concurrency = 100
				w := newNetwork(t, o, after, 5*time.Minute, fault)
				for i := range rows {
					w.submit(t.Context(), fmt.Sprintf("http://h%d.test/%d", i, i))
				}
				time.Sleep(after + time.Minute)
				synctest.Wait()
				if s := w.Stats(); s.Outage < 30*time.Second || s.InFlight > 0 {
					t.Errorf("during the outage: %+v", s)
				}
				asked := len(w.calls)
				time.Sleep(3 * time.Minute)
				if n := len(w.calls); n != asked {
					t.Errorf("%d requests during the outage", n-asked)
				}
				w.await(t, rows)
				for _, r := range w.results {
					if r.Err != nil {
						t.Fatalf("lost %+v", r)
					}
				}
				if took := time.Since(w.began); took > 6*time.Minute {
					t.Errorf("it took %v", took)
				}
				w.empty(t)
			})
		}
	}
}

func TestOutageWithoutEnd(t *testing.T) {
	const rows = 200
	bubble(t, "ends the job", func(t *testing.T) {
		o := Defaults()
		o.MaxOutage = time.Minute
		w := newNetwork(t, o, 0, time.Hour, unlocated)
		for i := range rows {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/", i))
		}
		w.await(t, rows)
		if took := time.Since(w.began); took < time.Minute || took > 80*time.Second {
			t.Errorf("after %v", took)
		}
		for _, r := range w.results {
			line, code, ok := joberror.Find(r.Err)
			if _, isRow := reason.Of(r.Err); isRow || !ok || code != joberror.Failed || !strings.Contains(line, "--max_outage") {
				t.Fatalf("%q, exit code %d, of %v", line, code, r.Err)
			}
		}
		w.empty(t)
	})
	bubble(t, "fails the rows if nobody wants to wait", func(t *testing.T) {
		o := Defaults()
		o.MaxOutage = 0
		w := newNetwork(t, o, 0, time.Hour, unlocated)
		for i := range rows {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/", i))
		}
		w.await(t, rows)
		for _, r := range w.results {
			wantReason(t, r, reason.DNS)
		}
	})
}

// Hosts whose own name servers are silent fail, if others can be looked up.
func TestSilentNamesAreNoOutage(t *testing.T) {
	bubble(t, "", func(t *testing.T) {
		w := newWorld(t, Defaults(), func(context.Context, call) web.Outcome { return unlocated() })
		tested := 0
		w.network.probe = func(context.Context) error { tested++; return nil }
		const rows = 100
		for i := range rows {
			w.submit(t.Context(), fmt.Sprintf("http://h%d.test/", i))
		}
		w.await(t, rows)
		for _, r := range w.results {
			wantReason(t, r, reason.DNS)
		}
		if took := time.Since(w.began); tested == 0 || took > time.Minute {
			t.Errorf("%d tests in %v", tested, took)
		}
		w.empty(t)
	})
}

package fetch

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// A body that comes slowly, for longer than a server may be silent, is asked for
// once and comes.
func TestSlowBody(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	o := Defaults()
	o.Timeout = 3 * time.Second
	f := loopbackOnly(t, o)
	r := fetchLinks(t, f, server.URL(0, testweb.Picture{Fault: "trickle", N: 4}))[0]
	if r.Err != nil || r.Attempts != 1 || r.Elapsed < 7*time.Second/2 {
		t.Errorf("%d attempts in %v, %v", r.Attempts, r.Elapsed, r.Err)
	}
}

// Bodies that wait for their consumers keep more from being asked for.
func TestWaitingBodiesAreBounded(t *testing.T) {
	const size = 4 << 20
	bubble(t, "a slow consumer", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 1}, func(context.Context, call) web.Outcome {
			o := good()
			o.Body = make([]byte, size)
			return o
		})
		const first, rows = mostHeld / size, 40
		done := make(chan struct{})
		submit := func(i int) {
			w.Submit(t.Context(), []string{fmt.Sprintf("http://h%d.test/", i)}, func(r Result) {
				<-done
				w.keep(r.URL, r)
			})
		}
		for i := range first {
			submit(i)
		}
		synctest.Wait()
		for i := first; i < rows; i++ {
			submit(i)
		}
		synctest.Wait()
		if got := len(w.calls); got != first {
			t.Errorf("%d requests while no body was taken, want %d", got, first)
		}
		close(done)
		w.await(t, rows)
		w.empty(t)
	})
}

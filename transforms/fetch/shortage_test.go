package fetch

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func outOfFiles() web.Outcome {
	return web.Outcome{Err: reason.Transient(reason.Connect, syscall.EMFILE), Shortage: true}
}

func TestShortage(t *testing.T) {
	bubble(t, "a passing one is no attempt and never a reason", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 0, RowDeadline: time.Minute}, func(_ context.Context, c call) web.Outcome {
			if c.nth < 6 {
				return outOfFiles()
			}
			return good()
		})
		w.submit(t.Context(), "http://a.test/")
		w.await(t, 1)
		if r := w.results["http://a.test/"]; r.Err != nil || r.Attempts != 1 {
			t.Errorf("%+v", r)
		}
	})

	bubble(t, "a row that alone meets with it fails in time", func(t *testing.T) {
		w := newWorld(t, Options{Retries: 1, RowDeadline: 20 * time.Second}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "short.test" {
				return outOfFiles()
			}
			sleep(ctx, time.Second)
			return good()
		})
		const others = 200
		w.submit(t.Context(), "http://short.test/")
		for i := range others {
			w.submit(t.Context(), fmt.Sprintf("http://a%d.test/", i))
		}
		w.await(t, others+1)
		wantReason(t, w.results["http://short.test/"], reason.Connect)
		for link, r := range w.results {
			if r.Err != nil && link != "http://short.test/" {
				t.Errorf("%s: %v", link, r.Err)
			}
		}
		w.empty(t)
	})

	bubble(t, "nothing else for long fails the job and no row", func(t *testing.T) {
		over := false
		w := newWorld(t, Options{Concurrency: 20}, func(context.Context, call) web.Outcome {
			if over {
				return good()
			}
			return outOfFiles()
		})
		const n = 100
		for i := range n {
			w.submit(t.Context(), fmt.Sprintf("http://a%d.test/", i))
		}
		w.await(t, n)
		if took := time.Since(w.began); took < maxShortage || took > maxShortage+2*backOffCap {
			t.Errorf("after %v", took)
		}
		for _, r := range w.results {
			line, code, ok := joberror.Find(r.Err)
			if _, isRow := reason.Of(r.Err); isRow || !ok || code != joberror.Failed || !strings.Contains(line, "ulimit -n") {
				t.Fatalf("%q, exit code %d, of %v", line, code, r.Err)
			}
		}
		w.empty(t)
		over = true
		w.submit(t.Context(), "http://later.test/")
		w.await(t, n+1)
		if r := w.results["http://later.test/"]; r.Err != nil {
			t.Error(r.Err)
		}
	})
}

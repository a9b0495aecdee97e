package fetch

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// consumed returns how long 10,000 rows of 140 kB take whose servers answer after
// latency, where two processors take 1.77 ms for each, and how many bytes waited for
// them at most.
func consumed(t *testing.T, latency time.Duration) (took time.Duration, held int64) {
	t.Helper()
	const rows, hosts = 10_000, 1000
	picture := good()
	picture.Body = make([]byte, 140<<10)
	w := newWorld(t, Options{}, func(ctx context.Context, _ call) web.Outcome {
		sleep(ctx, latency)
		return picture
	})
	processors := make(chan struct{}, 2)
	for i := range rows {
		w.Submit(t.Context(), []string{fmt.Sprintf("http://h%d.test/%d", i%hosts, i)}, func(r Result) {
			w.Fetcher.mu.Lock()
			held = max(held, w.backlog.held)
			w.Fetcher.mu.Unlock()
			processors <- struct{}{}
			time.Sleep(1770 * time.Microsecond)
			<-processors
			w.keep(r.URL, r)
		})
	}
	w.await(t, rows)
	return time.Since(w.began), held
}

// Waiting for servers costs little of the time that consumers need anyway, from the
// first row to the last.
func TestConsumersAreKeptBusy(t *testing.T) {
	for _, c := range []struct {
		latency time.Duration
		share   float64
	}{
		{200 * time.Millisecond, .94},
		{250 * time.Millisecond, .93},
		{300 * time.Millisecond, .92},
		{time.Second, .6},
	} {
		bubble(t, fmt.Sprint(c.latency), func(t *testing.T) {
			atOnce, _ := consumed(t, 0)
			took, held := consumed(t, c.latency)
			share := float64(atOnce) / float64(took)
			t.Logf("%v, %v without latency: %.3f; %d MiB waited", took, atOnce, share, held>>20)
			if share < c.share {
				t.Errorf("%.2f of the rate without latency", share)
			}
		})
	}
}

package fetch

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// A host half of whose links fail, each in its own way, is slowed, but ends.
func TestHalfOfTheLinksFail(t *testing.T) {
	faults := []func(ctx context.Context, c call) web.Outcome{
		func(context.Context, call) web.Outcome { return status(404) },
		func(context.Context, call) web.Outcome { return status(500) },
		func(context.Context, call) web.Outcome { return status(503) },
		func(context.Context, call) web.Outcome { return status(429) },
		func(_ context.Context, c call) web.Outcome {
			if c.nth == 0 {
				o := status(429)
				o.RetryAfter = time.Second
				return o
			}
			return good()
		},
		func(context.Context, call) web.Outcome { return reset() },
		func(_ context.Context, c call) web.Outcome {
			if c.nth == 0 {
				return reset()
			}
			return good()
		},
		func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, c.patience)
			return timedOut()
		},
	}
	bubble(t, "60 rows", func(t *testing.T) {
		w := newWorld(t, Options{HostConcurrency: 64, Retries: 2, Timeout: time.Second, RowDeadline: 20 * time.Second}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, 5*time.Millisecond)
			var n int
			if _, err := fmt.Sscanf(c.url, "http://a.test/%d", &n); err != nil {
				t.Error(err)
			}
			if n%2 == 1 {
				return faults[n/2%len(faults)](ctx, c)
			}
			return good()
		})
		for i := range 60 {
			w.submit(t.Context(), fmt.Sprintf("http://a.test/%d", i))
		}
		w.await(t, 60)
		for i := range 60 {
			recovers := i%2 == 0 || i/2%8 == 4 || i/2%8 == 6
			if r := w.results[fmt.Sprintf("http://a.test/%d", i)]; (r.Err == nil) != recovers {
				t.Errorf("%d: %+v", i, r)
			}
		}
		if took := time.Since(w.began); took > 4*time.Minute { // it depends on which links fail together
			t.Errorf("took %v", took)
		}
	})
}

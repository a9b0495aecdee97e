package fetch

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// A host that always refuses some links is not slowed down for it, and a rate limit that it
// has besides is respected.
func TestHostThatRefusesLinks(t *testing.T) {
	for _, tt := range []struct {
		status, every int // one link in so many is refused
		limit         float64
		most          int // requests that exceeded the limit
		within        time.Duration
	}{
		{429, 2, 0, 0, 3 * time.Minute},
		{429, 5, 0, 0, time.Minute},
		{429, 20, 0, 0, time.Minute},
		{503, 2, 0, 0, 3 * time.Minute},
		{503, 5, 0, 0, time.Minute},
		{503, 20, 0, 0, time.Minute},
		{429, 5, 20, 250, 2 * time.Minute},
		{503, 5, 20, 250, 2 * time.Minute},
	} {
		bubble(t, fmt.Sprint(tt.status, " for one in ", tt.every, ", limit ", tt.limit), func(t *testing.T) {
			l := limiter{allow: func(time.Time) bool { return true }}
			if tt.limit > 0 {
				l.allow = tokens(tt.limit, 5)
			}
			w := newWorld(t, Options{Retries: 3}, func(ctx context.Context, c call) web.Outcome {
				sleep(ctx, 50*time.Millisecond)
				if strings.HasSuffix(c.url, "/never") || !l.serve() {
					return status(tt.status)
				}
				return good()
			})
			const rows = 1000
			for i := range rows {
				name := ""
				if i%tt.every == 0 {
					name = "/never"
				}
				w.submit(t.Context(), fmt.Sprintf("http://a.test/%d%s", i, name))
			}
			w.await(t, rows)
			took, requests := time.Since(w.began), 0
			for _, r := range w.results {
				requests += r.Attempts
			}
			for url, r := range w.results {
				if never := strings.HasSuffix(url, "/never"); never != (r.Err != nil) {
					t.Errorf("%s: %v", url, r.Err)
				}
			}
			t.Logf("%d requests, %d over the limit, %v", requests, l.refused, took)
			if took > tt.within || l.refused > tt.most {
				t.Errorf("%d over the limit, %v", l.refused, took)
			}
			w.empty(t)
		})
	}
}

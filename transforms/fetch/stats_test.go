package fetch

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// When all that answer are done, the hosts that do not are told, until they are
// given up.
func TestStatsOfSilentHosts(t *testing.T) {
	bubble(t, "19 rows of 8 hosts", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			if strings.HasPrefix(c.host, "silent") {
				sleep(ctx, c.patience)
				return timedOut()
			}
			sleep(ctx, 2*time.Second)
			return good()
		})
		for i := range 20 {
			w.submit(t.Context(), fmt.Sprintf("http://good.test/%d", i))
		}
		for i := range 19 {
			w.submit(t.Context(), fmt.Sprintf("http://silent%d.test/%d", i%8, i))
		}
		time.Sleep(2500 * time.Millisecond) // good.test has answered, and has rows left
		synctest.Wait()
		if s := w.Stats(); s.SilentHosts != 0 || s.SilentRows != 0 {
			t.Errorf("%d hosts and %d rows while another host serves", s.SilentHosts, s.SilentRows)
		}
		w.await(t, 20)
		s, then := w.Stats(), time.Now()
		if s.SilentHosts != 8 || s.SilentRows != 19 {
			t.Errorf("%d hosts and %d rows, want 8 and 19", s.SilentHosts, s.SilentRows)
		}
		w.await(t, 39)
		if took := time.Since(then); took > s.SilentFor+time.Second || s.SilentFor > 30*time.Second {
			t.Errorf("they took %v, at most %v was said", took, s.SilentFor)
		}
		if s := w.Stats(); s.SilentHosts != 0 || s.SilentRows != 0 {
			t.Errorf("%d hosts and %d rows are left", s.SilentHosts, s.SilentRows)
		}
	})
}

// Of the hosts that rows wait for, the one that takes longest is told of, not the one
// with most rows.
func TestStatsOfTheSlowestHost(t *testing.T) {
	bubble(t, "8 a second and 800", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			sleep(ctx, map[string]time.Duration{"slow.test": time.Second, "fast.test": 10 * time.Millisecond}[c.host])
			return good()
		})
		for i := range 5000 {
			w.submit(t.Context(), fmt.Sprintf("http://fast.test/%d", i))
		}
		for i := range 100 {
			w.submit(t.Context(), fmt.Sprintf("http://slow.test/%d", i))
		}
		time.Sleep(5500 * time.Millisecond)
		synctest.Wait()
		q := w.Stats()
		if q.Slowest.Host != "slow.test" || q.Queues != 2 || q.Slowest.Rows > 100 || q.Slowest.Takes < 5*time.Second || q.Slowest.Takes > 10*time.Second {
			t.Errorf("%+v", q)
		}
	})
}

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
		if s := w.Stats(); s.SilentHosts != 8 || s.SilentRows != 19 {
			t.Errorf("%d hosts and %d rows, want 8 and 19", s.SilentHosts, s.SilentRows)
		}
		w.await(t, 39)
		if s := w.Stats(); s.SilentHosts != 0 || s.SilentRows != 0 {
			t.Errorf("%d hosts and %d rows are left", s.SilentHosts, s.SilentRows)
		}
	})
}

package leases

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

const (
	// Interval is how often a process shows that it is alive.
	Interval = 5 * time.Second
	// Patience is how long a process may show nothing before its shards are anybody's.
	Patience = 6 * Interval
)

// Pulse is what a pulse holds: a content that is never the same twice, and for people
// who look for a process where it runs.
type Pulse struct {
	Host string `json:"host"`
	PID  int    `json:"pid"`
	Beat int    `json:"beat"`
}

// Beat keeps the pulse of a run until stop is called, which removes it: then the
// run's leases are free at once.
func Beat(ctx context.Context, store *files.Files, output, run string) (stop func(), err error) {
	uri := files.Join(output, shards.PulseName(run))
	host, _ := os.Hostname() // which only people read
	write := func(ctx context.Context, n int) error {
		data, err := json.Marshal(Pulse{Host: host, PID: os.Getpid(), Beat: n})
		if err != nil {
			return err
		}
		return store.WriteFile(ctx, uri, append(data, '\n'))
	}
	if err := write(ctx, 0); err != nil {
		return nil, err
	}
	beating, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(Interval)
		defer tick.Stop()
		for n := 1; ; n++ {
			select {
			case <-beating.Done():
				return
			case <-tick.C:
			}
			if err := write(beating, n); err != nil && beating.Err() == nil {
				slog.WarnContext(beating, "the other parts of the job array may take this one for dead", "error", err)
			}
		}
	})
	return sync.OnceFunc(func() {
		cancel()
		done.Wait()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), Interval)
		defer cancel()
		if err := store.Remove(last, uri); err != nil {
			slog.WarnContext(last, "the shards of this process are free only after a while", "error", err)
		}
	}), nil
}

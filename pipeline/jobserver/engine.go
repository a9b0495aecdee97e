package jobserver

import (
	"context"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
)

// lookEvery is how often an output folder is listed for new shards.
const lookEvery = 3 * time.Second

// Engine runs jobs by a server of which no more is known.
type Engine struct{ Server }

// Submit runs the job, and tells w how far it is by the shards in its output folder.
// Workers in this process tell of that by themselves.
func (e Engine) Submit(ctx context.Context, j runner.Job, w runner.Watcher) (runner.Outcome, error) {
	if !*jobopts.Async && !InThisProcess(runner.Flag) {
		defer watch(ctx, j, w)()
	}
	return e.Server.Submit(ctx, j, w)
}

// watch tells w of the job's progress until the returned function is called.
func watch(ctx context.Context, j runner.Job, w runner.Watcher) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	store := files.New()
	shards := NewShardsDone(ctx, store, j.Output) // before the job begins
	done.Go(func() {
		defer store.Close() //nolint:errcheck // nothing was written
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			_ = shards.Look(ctx) // it is as of the last time
			if now := shards.Rows(); now.Planned && ctx.Err() == nil {
				w.Progress(now)
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

package flink

import (
	"context"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/jobserver"
	"github.com/beamcrop/beamcrop/pipeline/runner"
)

// How often a Flink is asked for its job's metrics, and the output folder for
// complete shards.
const (
	askEvery  = time.Second
	listEvery = 3 // of the former
)

// watch has w told of a job's progress, as its Flink and its output folder know
// it, until the returned function is called. Where workers are in this process
// they tell by themselves; where there is no Flink to ask, nothing is seen.
func (e engine) watch(ctx context.Context, j runner.Job, w runner.Watcher) (stop func()) {
	if jobserver.InThisProcess(runner.Flag) || *jobopts.Async {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		store := files.New()
		defer store.Close() //nolint:errcheck // nothing was written
		f := watched{engine: e, name: j.Name, shards: shardsDone{store: store, output: j.Output, seen: map[string]bool{}}}
		_ = f.shards.look(ctx) // see look; without it an earlier run's shards count as this one's
		tick := time.NewTicker(askEvery)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-tick.C:
				f.look(ctx, w, n%listEvery == 0)
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// watched is what is known of a job that is watched.
type watched struct {
	engine engine
	name   string
	master master
	id     string // there, "" = not yet known
	shards shardsDone
}

// look tells w how far the job is. What does not answer may do so the next time.
func (f *watched) look(ctx context.Context, w runner.Watcher, list bool) {
	if f.id == "" {
		f.master, f.id = f.engine.locate(ctx, f.name)
		return
	}
	m, err := f.master.metrics(ctx, f.id)
	if err != nil {
		return
	}
	if list {
		_ = f.shards.look(ctx) // it is as of the last time
	}
	now := m.Snapshot()
	if found := f.shards.rows; found.Done() > now.Done() {
		found.Planned, found.Total = now.Planned, now.Total
		now = found
	}
	if now.Planned {
		w.Progress(now)
	}
}

// locate finds the Flink of a job and its id there, "" if it is not there yet.
func (e engine) locate(ctx context.Context, name string) (at master, id string) {
	job, err := e.server.Job(ctx, name)
	if err != nil || job == nil {
		return "", ""
	}
	at, ok := masterOf(job)
	if !ok {
		return "", ""
	}
	id, _ = at.find(ctx, job.GetJobName()) // it may be there the next time
	return at, id
}

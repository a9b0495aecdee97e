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

// How often a Flink is asked for its job's metrics, and for what goes wrong, and the
// output folder for complete shards.
const (
	askEvery = time.Second
	seldom   = 3 // of the former
	// answersWithin is how long Flink may take to answer when the job is over, and
	// somebody waits for no more than that.
	answersWithin = time.Second
)

// watch has w told of a job's progress, as its Flink and its output folder know
// it, and of what goes wrong, until the returned function is called. Workers in this
// process tell of progress by themselves; where there is no Flink to ask, nothing is
// seen.
func (e engine) watch(ctx context.Context, j runner.Job, w runner.Watcher) (stop func()) {
	if *jobopts.Async {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	here := jobserver.InThisProcess(runner.Flag)
	done.Go(func() {
		store := files.New()
		defer store.Close() //nolint:errcheck // nothing was written
		f := watched{engine: e, name: j.Name, shards: jobserver.NewShardsDone(ctx, store, j.Output)}
		tick := time.NewTicker(askEvery)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-tick.C:
				f.look(ctx, w, here, n%seldom == 0)
			case <-ctx.Done():
				f.lastLook(ctx, w)
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
	shards *jobserver.ShardsDone
	news   news
}

// look tells w how the job is. What does not answer may do so the next time.
func (f *watched) look(ctx context.Context, w runner.Watcher, here, thorough bool) {
	if f.id == "" {
		f.master, f.id = f.engine.locate(ctx, f.name)
		return
	}
	if !here {
		f.progress(ctx, w, thorough)
	}
	if !thorough {
		return
	}
	f.tell(ctx, w)
}

// tell tells w what is new at Flink.
func (f *watched) tell(ctx context.Context, w runner.Watcher) {
	s, err := f.master.status(ctx, f.id)
	if err != nil {
		return
	}
	for _, line := range f.news.of(s) {
		w.Says(line)
	}
}

// lastLook tells what happened since the last time, when the job is over.
func (f *watched) lastLook(ctx context.Context, w runner.Watcher) {
	if f.id == "" {
		return
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), answersWithin)
	defer stop()
	f.tell(ctx, w)
}

// progress tells w how far the job is.
func (f *watched) progress(ctx context.Context, w runner.Watcher, list bool) {
	m, err := f.master.metrics(ctx, f.id)
	if err != nil {
		return
	}
	if list {
		_ = f.shards.Look(ctx) // it is as of the last time
	}
	now := m.Snapshot()
	if found := f.shards.Rows(); found.Done() > now.Done() {
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

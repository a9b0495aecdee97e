package local

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/util/hooks"
	fnpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/fnexecution_v1"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// hookName is what Beam knows the watch's hook by.
const hookName = "beamcrop:watch"

// silentTicks is how many ticks of a second in a row nobody may do anything before
// the job is given up. Prism needs a moment between stages, which grows with the
// number of shards. Time in which this process is stopped, or the machine asleep,
// has no ticks.
const silentTicks = 120

// watch sees whether Prism and its workers in this process still talk to each other.
// They do so over connections of the loopback. Where one of those breaks, either side may
// wait for the other for good.
type watch struct {
	told    atomic.Int64 // instructions of the runner, and answers to them
	bundles atomic.Int64 // that workers are at
}

// start has Beam tell the watch of all instructions, until stop is called.
func (w *watch) start() (stop func(), err error) {
	hooks.RegisterHook(hookName, func([]string) hooks.Hook { return hooks.Hook{Req: w.asked, Resp: w.answered} })
	if err := hooks.EnableHook(hookName); err != nil {
		return nil, fmt.Errorf("watching the runner: %w", err)
	}
	return func() { hooks.DisableHook(hookName) }, nil
}

func (w *watch) asked(ctx context.Context, req *fnpb.InstructionRequest) (context.Context, error) {
	if req.GetProcessBundle() != nil {
		w.bundles.Add(1)
	}
	w.told.Add(1)
	return ctx, nil
}

func (w *watch) answered(_ context.Context, req *fnpb.InstructionRequest, _ *fnpb.InstructionResponse) error {
	if req.GetProcessBundle() != nil {
		w.bundles.Add(-1)
	}
	w.told.Add(1)
	return nil
}

// silence returns an error when there were silentTicks in which the runner said
// nothing and no worker was at work, and nil when ctx ends before.
func (w *watch) silence(ctx context.Context, ticks <-chan time.Time) error {
	silent, before := 0, w.told.Load()
	for silent < silentTicks {
		select {
		case <-ctx.Done():
			return nil
		case <-ticks:
		}
		silent++
		if told := w.told.Load(); told != before || w.bundles.Load() > 0 {
			silent, before = 0, told
		}
	}
	return joberror.Failedf("Beam's runner in this process has not answered for %d s, as if connections to 127.0.0.1 were broken or blocked here: run the same command again to resume, or try --runner=direct", silentTicks)
}

package local

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/direct" //nolint:staticcheck // deprecated, but --runner=direct is ours to keep; it registers itself, as does the next
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Prism is Beam's runner that starts a server in this process, by its names.
func Prism(names ...string) runner.Runner { return inProcess(prism{tick: time.Second}, names) }

// Direct is Beam's older runner, which calls the stages one after the other.
func Direct(names ...string) runner.Runner { return inProcess(direct{}, names) }

func inProcess(engine runner.Engine, names []string) runner.Runner {
	return runner.Runner{
		Names: names,
		Find: func(context.Context, *files.Files, runner.Places) (runner.Engine, error) {
			return engine, check(runner.Flag)
		},
		Workers: func(func(name string) string) int { return 1 },
	}
}

// check refuses Beam's flags that mean nothing here.
func check(flag func(name string) string) error {
	switch endpoint, kind := flag("endpoint"), flag("environment_type"); {
	case flag("async") == "true":
		return fmt.Errorf("--async needs --runner=flink or dataflow: this process does the work")
	case endpoint != "":
		return fmt.Errorf("--endpoint=%s needs --runner=flink (or spark, universal)", endpoint)
	case kind != "":
		return fmt.Errorf("--environment_type=%s needs --runner=flink (or spark, universal)", kind)
	}
	return nil
}

// direct is the direct runner.
type direct struct{ here }

// Submit runs the job to its end. Its workers tell how it fares by themselves.
func (direct) Submit(ctx context.Context, j runner.Job, _ runner.Watcher) (runner.Outcome, error) {
	return outcome(j.Run(ctx))
}

// prism is Prism with its workers.
type prism struct {
	here
	tick time.Duration // of its watch
}

// Submit is that of direct, which ends too when Prism falls silent.
func (p prism) Submit(ctx context.Context, j runner.Job, _ runner.Watcher) (runner.Outcome, error) {
	stop, err := runner.StartLoopback(ctx)
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("%w", err)
	}
	defer stop()
	var w watch
	unhook, err := w.start()
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("%w", err)
	}
	defer unhook()
	ctx, cancel := context.WithCancelCause(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		ticks := time.NewTicker(p.tick)
		defer ticks.Stop()
		if err := w.silence(ctx, ticks.C); err != nil {
			cancel(err)
		}
	})
	did, err := outcome(j.Run(ctx))
	silence := context.Cause(ctx)
	cancel(nil)
	watching.Wait()
	if err != nil && silence != nil {
		return runner.Outcome{}, silence
	}
	return did, err
}

// here is what the engines of this process share.
type here struct{}

// Cancel has nothing to do: the job ends with this process.
func (here) Cancel(context.Context, string) error { return nil }

func outcome(result beam.PipelineResult, err error) (runner.Outcome, error) {
	if err != nil {
		return runner.Outcome{}, runner.Failure("Beam's runner in this process", err)
	}
	return runner.Outcome{Metrics: runner.Metrics(result)}, nil
}

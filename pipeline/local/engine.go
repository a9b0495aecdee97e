package local

import (
	"context"
	"fmt"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/direct" //nolint:staticcheck // deprecated, but --runner=direct is ours to keep; it registers itself, as does the next
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Runner is Beam's runner of those names, which runs jobs in this process.
func Runner(names ...string) runner.Runner {
	return runner.Runner{
		Names: names,
		Find: func(context.Context, *files.Files, runner.Places) (runner.Engine, error) {
			return engine{}, check(runner.Flag)
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

// engine is this process.
type engine struct{}

// Submit runs the job to its end. Its workers tell how it fares by themselves.
func (engine) Submit(ctx context.Context, j runner.Job, _ runner.Watcher) (runner.Outcome, error) {
	stop, err := runner.StartLoopback(ctx)
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("%w", err)
	}
	defer stop()
	result, err := j.Run(ctx)
	if err != nil {
		return runner.Outcome{}, err
	}
	return runner.Outcome{Metrics: runner.Metrics(result)}, nil
}

// Cancel has nothing to do: the job ends with this process.
func (engine) Cancel(context.Context, string) error { return nil }

package pipeline

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// cluster is where a job goes that does not run in this process alone.
type cluster interface {
	// submit runs the job to its end, or until it has been handed over if it is to
	// go on without its launcher.
	submit(ctx context.Context, j job, name string, w watcher) (outcome, error)
	// cancel ends a job, which would go on without its launcher. Its errors are
	// GoesOnErrors.
	cancel(ctx context.Context, name string) error
}

// findCluster returns the cluster that Beam's flags name, checked and ready to be
// submitted to; nil if they name none.
func findCluster(ctx context.Context, store *files.Files, o Options) (cluster, error) {
	if runnerOf(flagValue("runner")).name == dataflowRunner {
		return findDataflow(ctx, store, o)
	}
	return findJobServer(ctx)
}

// watcher is told how a job on a cluster fares.
type watcher struct {
	says     func(line string)
	progress func(progress.Snapshot)
}

// outcome is what came of a job, beside its files.
type outcome struct {
	metrics   progress.Metrics
	submitted string // how to follow a job that goes on; "" = it is done
}

// here runs a job in this process.
func here(ctx context.Context, j job, name string) (outcome, error) {
	graph := j.build(name)
	stop, err := startLoopback(ctx)
	if err != nil {
		return outcome{}, joberror.Failedf("%w", err)
	}
	defer stop()
	result, err := beamx.RunWithMetrics(ctx, graph)
	if err != nil {
		return outcome{}, err
	}
	return outcome{metrics: metricsOf(result)}, nil
}

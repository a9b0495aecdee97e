package runner

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal/extworker"
)

// stopWithin is how long the workers' service may take to say good-bye.
const stopWithin = 5 * time.Second

// StartLoopback starts the service through which a runner has its workers in
// this process, and sets Beam's flags to it until stop is called.
//
// Beam does the same for --environment_type=LOOPBACK, but leaves an empty file
// in the temporary folder each time, and dereferences nil where it cannot.
func StartLoopback(ctx context.Context) (stop func(), err error) {
	service, err := extworker.StartLoopback(ctx, 0)
	if err != nil {
		return nil, fmt.Errorf("starting the service for workers in this process: %w", err)
	}
	kind, config := *jobopts.EnvironmentType, *jobopts.EnvironmentConfig
	*jobopts.EnvironmentType, *jobopts.EnvironmentConfig = "EXTERNAL", service.EnvironmentConfig(ctx)
	StageNothing()
	return func() {
		*jobopts.EnvironmentType, *jobopts.EnvironmentConfig = kind, config
		stopped := make(chan struct{})
		go func() {
			_ = service.Stop(ctx) // it only ever returns nil
			close(stopped)
		}()
		select {
		case <-stopped:
		case <-time.After(stopWithin): // it waits for its clients, which may not answer any more
		}
	}, nil
}

// StageNothing has an empty file sent to the workers, unless --worker_binary
// names one: Beam would cross-compile and upload the program, which the workers
// have, see internal/boot.
func StageNothing() {
	if *jobopts.WorkerBinary == "" {
		*jobopts.WorkerBinary = os.DevNull
	}
}

package runner

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// Runner is one of Beam's runners.
type Runner struct {
	Names []string // that Beam's --runner takes; the first is as said to people
	// Check says in one line all that the flags lack, before the inputs are listed; nil
	// = nothing can be said by then.
	Check func(ctx context.Context, p Places) error
	// Find returns the runner's engine as Beam's flags describe it, checked and ready
	// to be submitted to. It completes the flags that can only mean one thing.
	Find func(ctx context.Context, store *files.Files, p Places) (Engine, error)
	// Workers returns how many processes the job's workers are at most, as far as the
	// flags tell: each keeps to its part of a host's limits.
	Workers func(flag func(name string) string) int
	// Elsewhere says that workers may run in other folders than the launcher's.
	Elsewhere bool
}

// Places are what a job reads and writes.
type Places struct {
	Inputs    []string // patterns
	Output    string   // folder
	Originals string   // folder of the store of originals; "" = none
}

// Engine runs jobs.
type Engine interface {
	// Submit runs the job to its end, or until it has been handed over if it is to
	// go on without its launcher.
	Submit(ctx context.Context, j Job, w Watcher) (Outcome, error)
	// Cancel ends a job, which would go on without its launcher. Its errors are
	// GoesOnErrors.
	Cancel(ctx context.Context, name string) error
}

// Watcher is told how a job fares that runs outside this process.
type Watcher struct {
	Says     func(line string)
	Progress func(progress.Snapshot)
}

// Outcome is what came of a job, beside its files.
type Outcome struct {
	Metrics   progress.Metrics
	Submitted string // how to follow a job that goes on; "" = it is done
}

package dataflow

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/gcpopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	beamdataflow "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow" // registers itself
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow/dataflowlib"
	df "google.golang.org/api/dataflow/v1b3"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// fewWorkers is how many a Dataflow job has at most unless it is told: each
// keeps to its part of a host's limits, so there must be a number, and Dataflow's
// own is in the hundreds.
const fewWorkers = "8"

// engine is a job's way to Dataflow.
type engine struct {
	service *Service
	program Program
	async   bool
}

// Runner is Beam's runner of those names, which is Dataflow.
func Runner(names ...string) runner.Runner {
	return runner.Runner{Names: names, Check: check, Find: find, Workers: workers, Elsewhere: true}
}

// workers returns 1 for a job that names no most of workers: there is no number to
// divide by, and each worker takes itself for the only one.
func workers(flag func(name string) string) int {
	return runner.FirstNumber(flag, "max_num_workers", "num_workers")
}

// submission is what the flags say of one.
func submission(ctx context.Context, p runner.Places) Submission {
	return Submission{
		Flag: runner.Flag, Inputs: p.Inputs, Output: p.Output, Originals: p.Originals,
		Project: gcpopts.GetProjectFromFlagOrEnvironment(ctx), Region: gcpopts.GetRegion(ctx),
	}
}

// check reports all that a submission lacks.
func check(ctx context.Context, p runner.Places) error {
	s := submission(ctx, p)
	_, s.Credentials = dataflowlib.NewClient(ctx, "")
	return s.Check(ctx)
}

// find asks Dataflow and the stores for all that a submission needs, and completes
// Beam's flags.
func find(ctx context.Context, store *files.Files, p runner.Places) (runner.Engine, error) {
	s := submission(ctx, p)
	async := *jobopts.Async
	if err := complete(); err != nil {
		return nil, err
	}
	program, err := FindProgram(*jobopts.WorkerBinary, Arch(cmp.Or(runner.Flag("worker_machine_type"), runner.Flag("machine_type"))))
	if err != nil {
		return nil, err
	}
	service, err := Connect(ctx, s.Project, s.Region, runner.Flag("dataflow_endpoint"))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"staging_location", "temp_location"} {
		if at := runner.Flag(name); at != "" {
			if _, err := store.List(ctx, files.Join(at, "nothing")); err != nil { // of the bucket, which Beam would make
				return nil, fmt.Errorf("--%s: %w", name, err)
			}
		}
	}
	return &engine{service: service, program: program, async: async}, nil
}

// complete sets what Beam's flags lack.
func complete() error {
	beamdataflow.DontUseFlagAsPipelineOption("proxy") // may hold a password, and options are on the web page
	set := map[string]string{"async": "true"}         // Follow waits
	if runner.Flag("max_num_workers") == "0" && runner.Flag("num_workers") == "0" {
		set["max_num_workers"] = fewWorkers
	}
	if at := runner.Flag("dataflow_endpoint"); at != "" && !strings.HasSuffix(at, "/") {
		set["dataflow_endpoint"] = at + "/"
	}
	for name, value := range set {
		if err := flag.Set(name, value); err != nil {
			return fmt.Errorf("setting --%s=%s: %w", name, value, err)
		}
	}
	return nil
}

// Submit stages the program and the graph, and follows the job unless it is to
// go on alone.
func (d *engine) Submit(ctx context.Context, j runner.Job, w runner.Watcher) (runner.Outcome, error) {
	file, remove, err := d.program.Make(ctx)
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("%w", err)
	}
	defer remove()
	*jobopts.WorkerBinary, *jobopts.JobName = file, j.Name
	w.Says("Dataflow: staging the program and the graph at " + runner.Flag("staging_location"))
	result, err := j.Run(ctx)
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("submitting the job to Dataflow: %w", err)
	}
	id := result.JobID()
	w.Says("Dataflow: " + d.service.Console(id))
	if d.async {
		return runner.Outcome{Submitted: fmt.Sprintf("submitted Dataflow job %s\nfollow  %s\nor      %s\ncancel  %s", id,
			d.service.Console(id), d.service.Command("describe", id), d.service.Command("cancel", id))}, nil
	}
	var last progress.Metrics
	err = d.service.Follow(ctx, id, Watcher{Says: w.Says, Metrics: func(m *df.JobMetrics) {
		last = Metrics(m, progress.Namespace)
		w.Progress(last.Snapshot())
	}})
	if errors.Is(err, ErrCancelled) {
		return runner.Outcome{}, runner.ErrInterrupted
	}
	return runner.Outcome{Metrics: last}, err
}

// Cancel has Dataflow cancel the job.
func (d *engine) Cancel(ctx context.Context, name string) error {
	ctx, stop := context.WithTimeout(ctx, runner.CancelWithin)
	defer stop()
	if err := d.service.Cancel(ctx, name); err != nil {
		return &runner.GoesOnError{Where: "Dataflow (" + d.service.Command("list", "") + ")", Name: name, Err: err}
	}
	return nil
}

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/gcpopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	beamdataflow "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	df "google.golang.org/api/dataflow/v1b3"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/dataflow"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// fewWorkers is how many a Dataflow job has at most unless it is told: each
// keeps to its part of a host's limits, so there must be a number, and Dataflow's
// own is in the hundreds.
const fewWorkers = "8"

// onDataflow is a job's way to Dataflow.
type onDataflow struct {
	service *dataflow.Service
	program dataflow.Program
	async   bool
}

// findDataflow checks all that a submission needs, and completes Beam's flags.
func findDataflow(ctx context.Context, store *files.Files, o Options) (cluster, error) {
	s := dataflow.Submission{
		Flag: flagValue, Inputs: o.Inputs, Output: o.Output,
		Project: gcpopts.GetProjectFromFlagOrEnvironment(ctx), Region: gcpopts.GetRegion(ctx),
	}
	if err := s.Check(ctx); err != nil {
		return nil, err
	}
	async := *jobopts.Async
	if err := completeDataflow(); err != nil {
		return nil, err
	}
	program, err := dataflow.FindProgram(*jobopts.WorkerBinary, dataflow.Arch(cmp.Or(flagValue("worker_machine_type"), flagValue("machine_type"))))
	if err != nil {
		return nil, err
	}
	service, err := dataflow.Connect(ctx, s.Project, s.Region, flagValue("dataflow_endpoint"))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"staging_location", "temp_location"} {
		if at := flagValue(name); at != "" {
			if _, err := store.List(ctx, files.Join(at, "nothing")); err != nil { // of the bucket, which Beam would make
				return nil, fmt.Errorf("--%s: %w", name, err)
			}
		}
	}
	return &onDataflow{service: service, program: program, async: async}, nil
}

// completeDataflow sets what Beam's flags lack.
func completeDataflow() error {
	beamdataflow.DontUseFlagAsPipelineOption("proxy") // may hold a password, and options are on the web page
	set := map[string]string{"async": "true"}         // Follow waits
	if flagValue("max_num_workers") == "0" && flagValue("num_workers") == "0" {
		set["max_num_workers"] = fewWorkers
	}
	if at := flagValue("dataflow_endpoint"); at != "" && !strings.HasSuffix(at, "/") {
		set["dataflow_endpoint"] = at + "/"
	}
	for name, value := range set {
		if err := flag.Set(name, value); err != nil {
			return fmt.Errorf("setting --%s=%s: %w", name, value, err)
		}
	}
	return nil
}

// submit stages the program and the graph, and follows the job unless it is to
// go on alone.
func (d *onDataflow) submit(ctx context.Context, j job, name string, w watcher) (outcome, error) {
	file, remove, err := d.program.Make(ctx)
	if err != nil {
		return outcome{}, joberror.Failedf("%w", err)
	}
	defer remove()
	*jobopts.WorkerBinary, *jobopts.JobName = file, name
	w.says("Dataflow: staging the program and the graph at " + flagValue("staging_location"))
	result, err := beamx.RunWithMetrics(ctx, j.build(name))
	if err != nil {
		return outcome{}, joberror.Failedf("submitting the job to Dataflow: %w", err)
	}
	id := result.JobID()
	w.says("Dataflow: " + d.service.Console(id))
	if d.async {
		return outcome{submitted: fmt.Sprintf("submitted Dataflow job %s\nfollow  %s\nor      %s\ncancel  %s", id,
			d.service.Console(id), d.service.Command("describe", id), d.service.Command("cancel", id))}, nil
	}
	var last progress.Metrics
	err = d.service.Follow(ctx, id, dataflow.Watcher{Says: w.says, Metrics: func(m *df.JobMetrics) {
		last = dataflow.Metrics(m, progress.Namespace)
		w.progress(last.Snapshot())
	}})
	if errors.Is(err, dataflow.ErrCancelled) {
		return outcome{}, ErrInterrupted
	}
	return outcome{metrics: last}, err
}

func (d *onDataflow) cancel(ctx context.Context, name string) error {
	ctx, stop := context.WithTimeout(ctx, cancelWithin)
	defer stop()
	if err := d.service.Cancel(ctx, name); err != nil {
		return &GoesOnError{Where: "Dataflow (" + d.service.Command("list", "") + ")", Name: name, Err: err}
	}
	return nil
}

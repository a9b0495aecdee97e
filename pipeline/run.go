package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/google/uuid"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/materialize"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// ErrInterrupted is Run's error when its context ended before the job, or the
// job was cancelled; a GoesOnError is beside it where the job may go on.
var ErrInterrupted = errors.New("interrupted")

// ErrLowSuccess is Run's error when the job is done, but wrote a smaller share
// of its rows than Options.MinSuccess.
var ErrLowSuccess = errors.New("the success rate is below --min_success")

// stopWithin is how long an interrupted job may take to let go of its work.
const stopWithin = 1500 * time.Millisecond

// Run runs the job on the runner that Beam's --runner flag names, Prism if none
// is named, and shows its progress on terminal. The summary is valid without an
// error, and with ErrLowSuccess. Errors of the user's making carry exit code 2
// (joberror.Find).
func Run(ctx context.Context, o Options, terminal io.Writer) (summarize.Summary, error) {
	none := summarize.Summary{}
	store := files.New()
	defer store.Close() //nolint:errcheck // what was written is committed by then
	name := jobName()
	j, err := preflight(ctx, store, o, name)
	if err != nil {
		return none, err
	}
	setLogs(o.Verbose, terminal)
	display := startDisplay(terminal, o.Progress, j, progress.Of(name))
	err = j.execute(ctx, name)
	display.stop()
	progress.Forget(name)
	if err != nil {
		return none, err
	}
	// A worker that was killed, and whose shards another one did, left some.
	if err := store.CleanTemps(ctx, o.Output, shards.IsOutput); err != nil {
		return none, joberror.Failedf("%w", err)
	}
	summary, err := readSummary(ctx, store, o.Output)
	if err != nil {
		return none, err
	}
	if summary.SuccessRate < o.MinSuccess {
		return summary, fmt.Errorf("%w: %.4f of the rows were written, %.4f asked", ErrLowSuccess, summary.SuccessRate, o.MinSuccess)
	}
	return summary, nil
}

// jobName returns a name for one run of a job. It is of letters and digits
// alone, for Flink's job server turns anything else into zeros.
func jobName() string { return "beamcrop" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// execute runs the graph. When ctx ends it stops the work, and does not wait
// long for the runner to notice.
func (j job) execute(ctx context.Context, name string) error {
	done := make(chan error, 1)
	go func() { done <- j.submit(context.WithoutCancel(ctx), name) }()
	select {
	case err := <-done:
		return errors.Join(err, materialize.Close(name))
	case <-ctx.Done():
	}
	materialize.Stop(name)
	cancelled := j.cancel(context.WithoutCancel(ctx), name)
	select {
	case err := <-done:
		return errors.Join(ErrInterrupted, cancelled, err)
	case <-time.After(stopWithin):
		return errors.Join(ErrInterrupted, cancelled)
	}
}

// submit runs the graph to its end.
func (j job) submit(ctx context.Context, name string) error {
	if j.server == "" {
		return beamx.Run(ctx, j.build(name))
	}
	remove, err := stageNothing()
	if err != nil {
		return joberror.Failedf("%w", err)
	}
	defer remove()
	*jobopts.JobName = name
	if j, err = j.forWorkers(); err != nil {
		return joberror.Failedf("%w", err)
	}
	err = beamx.Run(ctx, j.build(name))
	if err != nil && strings.Contains(err.Error(), "JobCancellationException") { // Flink's, a failed job to Beam
		return ErrInterrupted
	}
	return err
}

// cancel ends the job where it does not end with this process.
func (j job) cancel(ctx context.Context, name string) error {
	if j.server == "" {
		return nil
	}
	return j.server.cancel(ctx, name)
}

func readSummary(ctx context.Context, store *files.Files, output string) (summarize.Summary, error) {
	var s summarize.Summary
	data, err := store.ReadFile(ctx, files.Join(output, shards.SummaryName))
	if err != nil {
		return s, joberror.Failedf("reading the job's summary: %w", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, joberror.Failedf("reading the job's summary: %w", err)
	}
	return s, nil
}

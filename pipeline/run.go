package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/folder"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/pipeline/terminal"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/materialize"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// ErrInterrupted is Run's error when its context ended before the job, or the
// job was cancelled; a GoesOnError is beside it where the job may go on.
var ErrInterrupted = runner.ErrInterrupted

// GoesOnError says that a job which was to end may go on without its launcher.
type GoesOnError = runner.GoesOnError

// ErrLowSuccess is Run's error when the job is done, but wrote a smaller share
// of its rows than Options.MinSuccess.
var ErrLowSuccess = errors.New("the success rate is below --min_success")

// NothingWrittenError is Run's error when the job is done, but wrote no row.
type NothingWrittenError struct{ Advice string }

// Error says what the user can do about it.
func (e *NothingWrittenError) Error() string { return "no row was written: " + e.Advice }

// stopWithin is how long an interrupted job may take to let go of its work.
const stopWithin = 1500 * time.Millisecond

// Run runs the job on the runner that Beam's --runner flag names, Prism if none
// is named, and shows its progress on to. The summary is valid without an
// error, with ErrLowSuccess and with a NothingWrittenError. Errors of the user's making carry exit code 2
// (joberror.Find).
func Run(ctx context.Context, o Options, to io.Writer) (Result, error) {
	setLogs(o.Verbose, to)
	none := Result{}
	store := files.New()
	defer store.Close() //nolint:errcheck // what was written is committed by then
	page, err := openStatus(ctx, o)
	if err != nil {
		return none, err
	}
	defer page.Close() //nolint:errcheck // nobody reads on
	name := jobName()
	j, err := preflight(ctx, store, o, name)
	if err != nil {
		return none, interrupted(ctx, err)
	}
	end, err := j.beat(ctx, store, name)
	if err != nil {
		return none, interrupted(ctx, err)
	}
	defer end()
	track := progress.Of(name)
	display := terminal.Start(to, o.Progress, j.opening(), track)
	j.serveStatus(ctx, store, page, display, track)
	did, err := j.execute(ctx, name, runner.Watcher{Says: display.Say, Progress: track.Report})
	display.Stop()
	progress.Forget(name)
	if err != nil || did.Submitted != "" {
		end()
		return Result{Submitted: did.Submitted}, errors.Join(err, folder.Release(ctx, store, j.options.Output, j.manifest.Run, err))
	}
	if j.inArray() {
		left, err := j.conclude(ctx, store, did.Metrics)
		if err != nil || left != "" {
			return Result{Unfinished: left}, interrupted(ctx, err)
		}
	}
	// A worker that was killed, and whose shards another one did, left some.
	if err := store.CleanTemps(ctx, o.Output, shards.IsOutput); err != nil {
		return none, interrupted(ctx, joberror.Failedf("%w", err))
	}
	summary, err := readSummary(ctx, store, o.Output)
	if err != nil {
		return none, interrupted(ctx, err)
	}
	terminal.Finish(to, o.Progress, summary, o.Output)
	result := Result{Result: terminal.Result{Summary: summary, Metrics: did.Metrics, Captions: o.Captions, Whole: j.wholePictures(), Bound: display.BoundBy(o.Fetch)}}
	if summary.Written == 0 && summary.Failed > 0 {
		return result, &NothingWrittenError{Advice: terminal.Advice(ctx, store, o.Output, o.Fetch.Proxy, summary)}
	}
	if summary.SuccessRate < o.MinSuccess {
		return result, fmt.Errorf("%w: %.4f of the rows were written, %.4f asked", ErrLowSuccess, summary.SuccessRate, o.MinSuccess)
	}
	return result, nil
}

// interrupted returns ErrInterrupted in place of what the end of ctx broke.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return err
}

// jobName returns a name for one run of a job. It is of letters and digits
// alone, for Flink's job server turns anything else into zeros.
func jobName() string { return "beamcrop" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// execute runs the graph. When ctx ends it stops the work, and does not wait
// long for the runner to notice.
func (j job) execute(ctx context.Context, name string, w runner.Watcher) (runner.Outcome, error) {
	type end struct {
		outcome runner.Outcome
		err     error
	}
	done := make(chan end, 1)
	go func() {
		did, err := j.submit(context.WithoutCancel(ctx), name, w)
		done <- end{did, err}
	}()
	select {
	case e := <-done:
		return e.outcome, errors.Join(e.err, materialize.Close(name))
	case <-ctx.Done():
	}
	materialize.Stop(name)
	cancelled := j.engine.Cancel(context.WithoutCancel(ctx), name)
	select {
	case e := <-done:
		return runner.Outcome{}, errors.Join(ErrInterrupted, cancelled, e.err)
	case <-time.After(stopWithin):
		return runner.Outcome{}, errors.Join(ErrInterrupted, cancelled)
	}
}

// submit runs the graph to its end.
func (j job) submit(ctx context.Context, name string, w runner.Watcher) (runner.Outcome, error) {
	if j.runner.Elsewhere {
		var err error
		if j, err = j.forWorkers(); err != nil {
			return runner.Outcome{}, joberror.Failedf("%w", err)
		}
	}
	return j.engine.Submit(ctx, runner.Job{Name: name, Output: j.options.Output, Graph: j.build(name)}, w)
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

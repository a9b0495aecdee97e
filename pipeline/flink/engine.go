package flink

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"

	"github.com/beamcrop/beamcrop/pipeline/jobserver"
	"github.com/beamcrop/beamcrop/pipeline/runner"
)

// Runner is Beam's runner of those names, which is Flink.
func Runner(names ...string) runner.Runner {
	return jobserver.RunnerBehind(names, "scripts/flink", func(server jobserver.Server) (runner.Engine, error) { return engine{server}, nil })
}

// engine is a Flink behind a job server, or within it.
type engine struct{ server jobserver.Server }

// Submit runs the job on Flink.
func (e engine) Submit(ctx context.Context, j runner.Job, w runner.Watcher) (runner.Outcome, error) {
	unwatch := e.watch(ctx, j, w)
	did, err := e.server.Submit(ctx, j, w)
	unwatch()
	if err != nil && strings.Contains(err.Error(), "JobCancellationException") { // a failed job to Beam
		return runner.Outcome{}, runner.ErrInterrupted
	}
	if did.Submitted != "" {
		did.Submitted += e.follow(ctx, j.Name)
	}
	return did, err
}

// listsWithin is how long a job server may take to hand a job on, on a busy machine,
// until Flink lists it.
const listsWithin = 30 * time.Second

// follow says how to follow and cancel a job that goes on alone, in further lines;
// none if the job server has no Flink to name.
func (e engine) follow(ctx context.Context, name string) string {
	ctx, stop := context.WithTimeout(ctx, listsWithin)
	defer stop()
	job, err := e.server.Job(ctx, name)
	if err != nil || job == nil {
		return ""
	}
	at, ok := masterOf(job)
	if !ok {
		return ""
	}
	id, err := at.await(ctx, job.GetJobName())
	if err != nil {
		return fmt.Sprintf("\nfollow  http://%s (%v)", at, err)
	}
	return fmt.Sprintf("\nfollow  http://%s/#/job/running/%s\nor      curl http://%[1]s/jobs/%[2]s\ncancel  curl -X PATCH 'http://%[1]s/jobs/%[2]s?mode=cancel'", at, id)
}

// Cancel cancels the job at the job server, which then forgets it, and at Flink,
// where it would go on (seen with Beam 2.70).
func (e engine) Cancel(ctx context.Context, name string) error {
	ctx, stop := context.WithTimeout(ctx, runner.CancelWithin)
	defer stop()
	job, err := e.server.End(ctx, name)
	if err != nil || job == nil {
		return err
	}
	at, ok := masterOf(job)
	if !ok {
		return nil
	}
	if err := at.cancel(ctx, job.GetJobName()); err != nil {
		return &runner.GoesOnError{Where: "http://" + string(at), Name: job.GetJobName(), Err: err}
	}
	return nil
}

// masterOf returns the JobManager of a job; none for a Flink inside the job
// server.
func masterOf(job *jobpb.JobInfo) (at master, ok bool) {
	address := job.GetPipelineOptions().GetFields()["beam:option:flink_master:v1"].GetStringValue()
	_, _, err := net.SplitHostPort(address) // [local], for one
	return master(address), err == nil
}

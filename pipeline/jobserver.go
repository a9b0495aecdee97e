package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

const (
	answersWithin = time.Second      // a machine's TCP; Beam's client would try for two minutes
	talksWithin   = 10 * time.Second // a job server, on a busy machine
	cancelWithin  = 5 * time.Second  // for someone who has pressed Ctrl-C
)

// jobServer is the job server that a job goes to.
type jobServer string

// check finds out before anything else is done that the server is there.
func (s jobServer) check(ctx context.Context) error {
	dialer := net.Dialer{Timeout: answersWithin}
	conn, err := dialer.DialContext(ctx, "tcp", string(s))
	if err != nil {
		return fmt.Errorf("no job server answers at %s: start one with scripts/flink start, or name another with --endpoint=HOST:PORT (%w)", s, err)
	}
	_ = conn.Close() // nothing was sent
	if _, err := s.jobs(ctx); err != nil {
		return fmt.Errorf("what answers at %s is no job server: %w", s, err)
	}
	return nil
}

// jobs lists the server's jobs.
func (s jobServer) jobs(ctx context.Context) (jobs []*jobpb.JobInfo, err error) {
	err = s.talk(ctx, func(ctx context.Context, client jobpb.JobServiceClient) error {
		answer, err := client.GetJobs(ctx, &jobpb.GetJobsRequest{})
		jobs = answer.GetJobInfo()
		return err
	})
	return jobs, err
}

// find returns the job of that name, nil if the server has forgotten it or has
// never had it. Servers add to a name: the user, the date.
func (s jobServer) find(ctx context.Context, name string) (*jobpb.JobInfo, error) {
	jobs, err := s.jobs(ctx)
	for _, job := range jobs {
		if strings.HasPrefix(job.GetJobName(), name) {
			return job, nil
		}
	}
	return nil, err
}

// GoesOnError says that a job which was to end may go on without its launcher.
type GoesOnError struct {
	Where string // a job server or a Flink
	Name  string // of the job
	Err   error
}

// Error says what to do.
func (e *GoesOnError) Error() string {
	return fmt.Sprintf("the job may go on at %s: cancel %s there (%v)", e.Where, e.Name, e.Err)
}

// Unwrap returns why it could not be cancelled.
func (e *GoesOnError) Unwrap() error { return e.Err }

// cancel ends the job of that name, which would go on without its launcher. Its
// errors are GoesOnErrors.
func (s jobServer) cancel(ctx context.Context, name string) error {
	ctx, stop := context.WithTimeout(ctx, cancelWithin)
	defer stop()
	job, err := s.find(ctx, name)
	if err == nil && job == nil { // it has not come to that
		return nil
	}
	if err == nil {
		err = s.talk(ctx, func(ctx context.Context, client jobpb.JobServiceClient) error {
			_, err := client.Cancel(ctx, &jobpb.CancelJobRequest{JobId: job.GetJobId()})
			return err
		})
	}
	if err != nil {
		return &GoesOnError{Where: string(s), Name: name, Err: err}
	}
	master, ok := masterOf(job)
	if !ok {
		return nil
	}
	if err := master.cancel(ctx, job.GetJobName()); err != nil {
		return &GoesOnError{Where: "http://" + string(master), Name: job.GetJobName(), Err: err}
	}
	return nil
}

func (s jobServer) talk(ctx context.Context, say func(context.Context, jobpb.JobServiceClient) error) error {
	ctx, cancel := context.WithTimeout(ctx, talksWithin)
	defer cancel()
	conn, err := grpcx.Dial(ctx, string(s), talksWithin)
	if err != nil {
		return err
	}
	return errors.Join(say(ctx, jobpb.NewJobServiceClient(conn)), conn.Close())
}

// submit runs the job by the server's runner. Progress that is made in this
// process needs no watcher.
func (s jobServer) submit(ctx context.Context, j job, name string, w watcher) (outcome, error) {
	stageNothing()
	*jobopts.JobName = name
	graph, elsewhere := j.build(name), !jobopts.IsLoopback()
	if !elsewhere {
		stop, err := startLoopback(ctx)
		if err != nil {
			return outcome{}, joberror.Failedf("%w", err)
		}
		defer stop()
	}
	unwatch := s.watch(ctx, j, name, w)
	result, err := beamx.RunWithMetrics(ctx, graph)
	unwatch()
	switch {
	case err != nil && strings.Contains(err.Error(), "JobCancellationException"): // Flink's, a failed job to Beam
		return outcome{}, ErrInterrupted
	case err != nil:
		return outcome{}, err
	case *jobopts.Async:
		return s.submitted(ctx, name)
	}
	did := outcome{metrics: metricsOf(result)}
	if elsewhere {
		w.progress(did.metrics.Snapshot())
	}
	return did, nil
}

// submitted says how to follow a job that goes on alone.
func (s jobServer) submitted(ctx context.Context, name string) (outcome, error) {
	ctx, stop := context.WithTimeout(ctx, talksWithin)
	defer stop()
	job, err := s.find(ctx, name)
	if err == nil && job == nil {
		err = errors.New("it is not in the list of jobs")
	}
	if err != nil {
		return outcome{}, joberror.Failedf("finding %s, which was submitted, at the job server %s: %w", name, s, err)
	}
	text := fmt.Sprintf("submitted job %s to the job server at %s", job.GetJobId(), s)
	master, ok := masterOf(job)
	if !ok {
		return outcome{submitted: text}, nil
	}
	id, err := master.await(ctx, job.GetJobName())
	if err != nil {
		return outcome{submitted: fmt.Sprintf("%s\nfollow  http://%s (%v)", text, master, err)}, nil
	}
	return outcome{submitted: fmt.Sprintf("%s\nfollow  http://%s/#/job/running/%s\nor      curl http://%[2]s/jobs/%[3]s\ncancel  curl -X PATCH 'http://%[2]s/jobs/%[3]s?mode=cancel'", text, master, id)}, nil
}

// masterOf returns the JobManager of a job; none for a Flink inside the job
// server, and for other runners.
func masterOf(job *jobpb.JobInfo) (flinkMaster, bool) {
	master := job.GetPipelineOptions().GetFields()["beam:option:flink_master:v1"].GetStringValue()
	_, _, err := net.SplitHostPort(master) // [local], or no Flink at all
	return flinkMaster(master), err == nil
}

package jobserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink" // registers itself, as do the next two
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"

	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// How long to wait for an answer.
const (
	answersWithin = time.Second      // a machine's TCP; Beam's client would try for two minutes
	TalksWithin   = 10 * time.Second // a job server, on a busy machine
)

// Server is the job server that a job goes to, HOST:PORT.
type Server string

// check finds out before anything else is done that the server is there. start says
// how to start one.
func (s Server) check(ctx context.Context, start string) error {
	dialer := net.Dialer{Timeout: answersWithin}
	conn, err := dialer.DialContext(ctx, "tcp", string(s))
	if err != nil {
		return fmt.Errorf("no job server answers at %s: %s, or name another with --endpoint=HOST:PORT (%w)", s, start, err)
	}
	_ = conn.Close() // nothing was sent
	if _, err := s.jobs(ctx); err != nil {
		return fmt.Errorf("what answers at %s is no job server: %w", s, err)
	}
	return nil
}

// jobs lists the server's jobs.
func (s Server) jobs(ctx context.Context) (jobs []*jobpb.JobInfo, err error) {
	err = s.talk(ctx, func(ctx context.Context, client jobpb.JobServiceClient) error {
		answer, err := client.GetJobs(ctx, &jobpb.GetJobsRequest{})
		jobs = answer.GetJobInfo()
		return err
	})
	return jobs, err
}

// Job returns the job of that name, nil if the server has forgotten it or has never
// had it. Servers add to a name: the user, the date.
func (s Server) Job(ctx context.Context, name string) (*jobpb.JobInfo, error) {
	jobs, err := s.jobs(ctx)
	for _, job := range jobs {
		if strings.HasPrefix(job.GetJobName(), name) {
			return job, nil
		}
	}
	return nil, err
}

// Cancel ends the job of that name.
func (s Server) Cancel(ctx context.Context, name string) error {
	_, err := s.End(ctx, name)
	return err
}

// End ends the job of that name, and returns what the server knew of it; nil if it
// has not come to that. Its errors are GoesOnErrors.
func (s Server) End(ctx context.Context, name string) (*jobpb.JobInfo, error) {
	ctx, stop := context.WithTimeout(ctx, runner.CancelWithin)
	defer stop()
	job, err := s.Job(ctx, name)
	if err == nil && job != nil {
		err = s.talk(ctx, func(ctx context.Context, client jobpb.JobServiceClient) error {
			_, err := client.Cancel(ctx, &jobpb.CancelJobRequest{JobId: job.GetJobId()})
			return err
		})
	}
	if err != nil {
		return nil, &runner.GoesOnError{Where: string(s), Name: name, Err: err}
	}
	return job, nil
}

func (s Server) talk(ctx context.Context, say func(context.Context, jobpb.JobServiceClient) error) error {
	ctx, cancel := context.WithTimeout(ctx, TalksWithin)
	defer cancel()
	conn, err := grpcx.Dial(ctx, string(s), TalksWithin)
	if err != nil {
		return err
	}
	return errors.Join(say(ctx, jobpb.NewJobServiceClient(conn)), conn.Close())
}

// Submit runs the job by the server's runner. Progress that is made in this
// process needs no watcher.
func (s Server) Submit(ctx context.Context, j runner.Job, w runner.Watcher) (runner.Outcome, error) {
	runner.StageNothing()
	*jobopts.JobName = j.Name
	elsewhere := !InThisProcess(runner.Flag)
	if !elsewhere {
		stop, err := runner.StartLoopback(ctx)
		if err != nil {
			return runner.Outcome{}, joberror.Failedf("%w", err)
		}
		defer stop()
	}
	result, err := j.Run(ctx)
	switch {
	case err != nil:
		return runner.Outcome{}, err
	case *jobopts.Async:
		return s.submitted(ctx, j.Name)
	}
	did := runner.Outcome{Metrics: runner.Metrics(result)}
	if elsewhere {
		w.Progress(did.Metrics.Snapshot())
	}
	return did, nil
}

// submitted says where a job is that goes on alone.
func (s Server) submitted(ctx context.Context, name string) (runner.Outcome, error) {
	ctx, stop := context.WithTimeout(ctx, TalksWithin)
	defer stop()
	job, err := s.Job(ctx, name)
	if err == nil && job == nil {
		err = errors.New("it is not in the list of jobs")
	}
	if err != nil {
		return runner.Outcome{}, joberror.Failedf("finding %s, which was submitted, at the job server %s: %w", name, s, err)
	}
	return runner.Outcome{Submitted: fmt.Sprintf("submitted job %s to the job server at %s", job.GetJobId(), s)}, nil
}

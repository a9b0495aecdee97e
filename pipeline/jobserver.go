package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
)

const (
	answersWithin = time.Second      // a machine's TCP; Beam's client would try for two minutes
	talksWithin   = 10 * time.Second // a job server, on a busy machine
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
// never had it.
func (s jobServer) find(ctx context.Context, name string) (*jobpb.JobInfo, error) {
	jobs, err := s.jobs(ctx)
	for _, job := range jobs {
		if job.GetJobName() == name {
			return job, nil
		}
	}
	return nil, err
}

// cancel ends the job of that name, which would go on without its launcher.
func (s jobServer) cancel(ctx context.Context, name string) error {
	job, err := s.find(ctx, name)
	if err != nil || job == nil {
		return err
	}
	return s.talk(ctx, func(ctx context.Context, client jobpb.JobServiceClient) error {
		_, err := client.Cancel(ctx, &jobpb.CancelJobRequest{JobId: job.GetJobId()})
		return err
	})
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

// stageNothing has an empty file sent to the workers, unless --worker_binary
// names one: Beam would cross-compile and upload the program, which the workers
// have, see internal/boot. The returned function removes the file.
func stageNothing() (remove func(), err error) {
	if *jobopts.WorkerBinary != "" {
		return func() {}, nil
	}
	f, err := os.CreateTemp("", "beamcrop-no-binary-*")
	if err != nil {
		return nil, fmt.Errorf("making an empty file to stage: %w", err)
	}
	*jobopts.WorkerBinary = f.Name()
	return func() { _ = os.Remove(f.Name()) }, f.Close() // a temporary file
}

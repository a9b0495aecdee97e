package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
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
	master := job.GetPipelineOptions().GetFields()["beam:option:flink_master:v1"].GetStringValue()
	if _, _, err := net.SplitHostPort(master); err != nil { // [local], or no Flink at all
		return nil
	}
	if err := flinkMaster(master).cancel(ctx, job.GetJobName()); err != nil {
		return &GoesOnError{Where: "http://" + master, Name: job.GetJobName(), Err: err}
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

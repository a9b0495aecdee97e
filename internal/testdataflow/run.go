package testdataflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cloud.google.com/go/storage"
	"github.com/apache/beam/sdks/v2/go/container/tools"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/runtime/metricsx"
	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	df "google.golang.org/api/dataflow/v1b3"
	"google.golang.org/api/option"
	"google.golang.org/protobuf/proto"
)

// run is a job on Prism.
type run struct {
	graph *pipepb.Pipeline
	prism jobpb.JobServiceClient
	id    string
}

// do does a job from what was staged for it.
func (s *Server) do(ctx context.Context, j *job) error {
	graph, program, err := s.unstage(ctx, j)
	if err != nil {
		return err
	}
	pool, err := startPool(program, string(j.Environment.SdkPipelineOptions))
	if err != nil {
		return err
	}
	defer pool.stop()
	for _, env := range graph.GetComponents().GetEnvironments() { // a container, to Dataflow
		env.Urn = "beam:env:external:v1"
		if env.Payload, err = proto.Marshal(&pipepb.ExternalPayload{Endpoint: &pipepb.ApiServiceDescriptor{Url: pool.endpoint}}); err != nil {
			return err
		}
	}
	options, err := tools.JSONToProto(string(j.Environment.SdkPipelineOptions))
	if err != nil {
		return fmt.Errorf("reading the job's options: %w", err)
	}
	client, err := prism.CreateJobServer(ctx, prism.Options{})
	if err != nil {
		return err
	}
	prepared, err := client.Prepare(ctx, &jobpb.PrepareJobRequest{Pipeline: graph, PipelineOptions: options, JobName: j.Name})
	if err != nil {
		return err
	}
	started, err := client.Run(ctx, &jobpb.RunJobRequest{PreparationId: prepared.GetPreparationId()})
	if err != nil {
		return err
	}
	r := &run{graph: graph, prism: client, id: started.GetJobId()}
	s.mu.Lock()
	j.run, j.CurrentState = r, "JOB_STATE_RUNNING"
	s.mu.Unlock()
	return r.wait(ctx)
}

// unstage takes a job's graph and program out of its bucket, and checks that they
// are what the job says.
func (s *Server) unstage(ctx context.Context, j *job) (*pipepb.Pipeline, string, error) {
	var options struct {
		Options struct{ PipelineURL, PipelineProtoHash string }
	}
	if err := json.Unmarshal(j.Environment.SdkPipelineOptions, &options); err != nil {
		return nil, "", fmt.Errorf("reading the job's options: %w", err)
	}
	model, err := fetch(ctx, options.Options.PipelineURL, options.Options.PipelineProtoHash)
	if err != nil {
		return nil, "", err
	}
	graph := &pipepb.Pipeline{}
	if err := proto.Unmarshal(model, graph); err != nil {
		return nil, "", fmt.Errorf("reading the graph: %w", err)
	}
	worker := j.Environment.WorkerPools[0].Packages[0]
	program, err := fetch(ctx, worker.Location, worker.Sha256)
	if err != nil {
		return nil, "", err
	}
	file := filepath.Join(s.dir, j.Id)
	return graph, file, os.WriteFile(file, program, 0o700) //nolint:gosec // a program
}

// fetch reads an object with that SHA-256.
func fetch(ctx context.Context, uri, sum string) ([]byte, error) {
	client, err := storage.NewClient(ctx, option.WithoutAuthentication(), storage.WithJSONReads())
	if err != nil {
		return nil, err
	}
	defer client.Close() //nolint:errcheck // nothing is left open
	bucket, name, _ := strings.Cut(strings.TrimPrefix(uri, "gs://"), "/")
	r, err := client.Bucket(bucket).Object(name).NewReader(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uri, err)
	}
	defer r.Close() //nolint:errcheck // read to its end
	data, err := io.ReadAll(r)
	if got := sha256.Sum256(data); err == nil && hex.EncodeToString(got[:]) != sum {
		err = fmt.Errorf("%s has another hash than the job says", uri)
	}
	return data, err
}

// wait returns when the job has ended, or has been cancelled with ctx.
func (r *run) wait(ctx context.Context) error {
	stream, err := r.prism.GetMessageStream(context.WithoutCancel(ctx), &jobpb.JobMessagesRequest{JobId: r.id})
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() {
		_, _ = r.prism.Cancel(context.WithoutCancel(ctx), &jobpb.CancelJobRequest{JobId: r.id}) // it may have ended
	})()
	var failure error
	failed := false
	for {
		message, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF) && failed:
			return errors.New("it says no more")
		case err != nil:
			return err
		}
		if m := message.GetMessageResponse(); m.GetImportance() >= jobpb.JobMessage_JOB_MESSAGE_ERROR {
			failure = errors.New(m.GetMessageText())
		}
		switch message.GetStateResponse().GetState() {
		case jobpb.JobState_DONE, jobpb.JobState_CANCELLED:
			return nil
		case jobpb.JobState_FAILED:
			failed = true
		}
		if failed && failure != nil { // they come in either order
			return failure
		}
	}
}

// metrics are Prism's in Dataflow's words.
func (r *run) metrics(ctx context.Context) (*df.JobMetrics, error) {
	now, err := r.prism.GetJobMetrics(ctx, &jobpb.GetJobMetricsRequest{JobId: r.id})
	if err != nil {
		return nil, err
	}
	all := &df.JobMetrics{}
	results := metricsx.FromMonitoringInfos(r.graph, now.GetMetrics().GetAttempted(), now.GetMetrics().GetCommitted()).AllMetrics()
	add := func(namespace, step, name string, tentative bool, u *df.MetricUpdate) {
		u.Name = &df.MetricStructuredName{Name: name, Origin: "user", Context: map[string]string{"namespace": namespace, "step": step}}
		if tentative {
			u.Name.Context["tentative"] = "true"
		}
		all.Metrics = append(all.Metrics, u)
	}
	for _, c := range results.Counters() {
		add(c.Namespace(), c.Transform(), c.Name(), true, &df.MetricUpdate{Scalar: c.Attempted})
		add(c.Namespace(), c.Transform(), c.Name(), false, &df.MetricUpdate{Scalar: c.Committed})
	}
	for _, d := range results.Distributions() {
		of := d.Attempted
		add(d.Namespace(), d.Transform(), d.Name(), true, &df.MetricUpdate{Distribution: map[string]int64{"count": of.Count, "sum": of.Sum, "min": of.Min, "max": of.Max}})
	}
	return all, nil
}

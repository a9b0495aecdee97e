package dataflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow/dataflowlib"
	"github.com/beamcrop/beamcrop/io/files"
)

// Submission is what a job is submitted with.
type Submission struct {
	Flag      func(name string) string // what Beam's flag of that name is set to
	Project   string                   // as Beam finds it: by --project or the credentials
	Region    string                   // by --region or the environment
	Inputs    []string                 // patterns
	Output    string                   // folder
	Originals string                   // folder of the store of originals; "" = none

	Credentials error // why none were found; nil = they were
}

// Check reports in one line everything that is missing, and everything that
// cannot be meant, each by its flag. It asks nobody.
func (s Submission) Check(ctx context.Context) error {
	var faults []string
	if missing := s.missing(); len(missing) > 0 {
		faults = append(faults, "needs "+strings.Join(missing, ", "))
	}
	if s.Credentials != nil {
		faults = append(faults, noCredentials(s.Credentials))
	}
	faults = append(faults, s.places()...)
	faults = append(faults, s.meant()...)
	if err := s.translated(ctx); err != nil {
		faults = append(faults, err.Error())
	}
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("--runner=dataflow %s", strings.Join(faults, "; "))
}

// noCredentials says how to have some.
func noCredentials(err error) string {
	return fmt.Sprintf("finds no Google Cloud credentials: %s (gcloud auth application-default login, or GOOGLE_APPLICATION_CREDENTIALS=FILE)", oneLine(err))
}

func (s Submission) missing() []string {
	var flags []string
	for _, needed := range []struct{ value, flag string }{
		{s.Project, "--project=PROJECT"},
		{s.Region, "--region=REGION"},
		{s.Flag("staging_location"), "--staging_location=gs://BUCKET/FOLDER"},
	} {
		if needed.value == "" {
			flags = append(flags, needed.flag)
		}
	}
	return flags
}

// places are what Dataflow's machines cannot reach.
func (s Submission) places() []string {
	var faults []string
	for _, name := range []string{"staging_location", "temp_location"} {
		if at := s.Flag(name); at != "" && !isBucket(at) {
			faults = append(faults, fmt.Sprintf("needs --%s in gs://, not %s", name, at))
		}
	}
	const there = "its workers see no folder of this machine: name one in gs:// or s3://"
	for _, pattern := range s.Inputs {
		if files.IsLocal(pattern) {
			faults = append(faults, fmt.Sprintf("cannot read --input=%s, %s", pattern, there))
			break
		}
	}
	if s.Originals != "" && files.IsLocal(s.Originals) {
		faults = append(faults, fmt.Sprintf("cannot use --originals=%s, %s", s.Originals, there))
	}
	if s.Output != "" && files.IsLocal(s.Output) {
		faults = append(faults, fmt.Sprintf("cannot write --output=%s, %s", s.Output, there))
	}
	return faults
}

func isBucket(uri string) bool {
	bucket, _, _ := strings.Cut(strings.TrimPrefix(uri, "gs://"), "/")
	return strings.HasPrefix(uri, "gs://") && bucket != ""
}

// meant are flags that do not go together with Dataflow, for some of which Beam
// panics.
func (s Submission) meant() []string {
	var faults []string
	wrong := func(is bool, format string, args ...any) {
		if is {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	kind, endpoint, labels := s.Flag("environment_type"), s.Flag("dataflow_endpoint"), s.Flag("labels")
	wrong(s.Flag("endpoint") != "", "takes no --endpoint, which is a job server's: Dataflow's is --dataflow_endpoint")
	wrong(kind != "" && !strings.EqualFold(kind, "DOCKER"), "runs workers in containers, not by --environment_type=%s", kind)
	wrong(s.Flag("worker_harness_container_image") != "" && s.Flag("sdk_container_image") != "", "takes --sdk_container_image or --worker_harness_container_image, not both")
	wrong(endpoint != "" && !strings.HasPrefix(endpoint, "http://") && !strings.HasPrefix(endpoint, "https://"), "needs --dataflow_endpoint=https://HOST/, not %s", endpoint)
	wrong(s.Flag("template_location") != "", "takes no --template_location: a job's output folder is claimed when it is submitted")
	wrong(s.Flag("update") == "true", "takes no --update, which is for streaming")
	wrong(labels != "" && json.Unmarshal([]byte(labels), &map[string]string{}) != nil, `needs --labels='{"NAME":"VALUE"}', not %s`, labels)
	for name, known := range map[string][]string{
		"autoscaling_algorithm": {"", "NONE", "THROUGHPUT_BASED"},
		"flexrs_goal":           {"", "FLEXRS_UNSPECIFIED", "FLEXRS_SPEED_OPTIMIZED", "FLEXRS_COST_OPTIMIZED"},
	} {
		wrong(!slices.Contains(known, s.Flag(name)), "needs --%s=%s, not %s", name, strings.Join(known[1:], "|"), s.Flag(name))
	}
	slices.Sort(faults)
	return faults
}

// translated has Beam check numbers of workers, zones and regions, which it does
// when it translates a graph: here an empty one.
func (s Submission) translated(ctx context.Context) error {
	number := func(name string) (n int64) {
		_, _ = fmt.Sscan(s.Flag(name), &n) // the flag package has read it before
		return n
	}
	_, err := dataflowlib.Translate(ctx, &pipepb.Pipeline{}, &dataflowlib.JobOptions{
		Experiments:   strings.Split(s.Flag("experiments"), ","),
		Zone:          s.Flag("zone"),
		WorkerRegion:  s.Flag("worker_region"),
		WorkerZone:    s.Flag("worker_zone"),
		NumWorkers:    number("num_workers"),
		MaxNumWorkers: number("max_num_workers"),
	}, "", "", "")
	if err != nil {
		return errors.New("refuses: " + strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", " "))
	}
	return nil
}

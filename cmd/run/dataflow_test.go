package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	df "google.golang.org/api/dataflow/v1b3"

	"github.com/beamcrop/beamcrop/internal/testdataflow"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// startDataflow starts a Dataflow beside a Cloud Storage and returns the flags
// that send a job there.
func startDataflow(t *testing.T) (*testdataflow.Server, []string) {
	t.Helper()
	objectStores["gs"](t)
	service := testdataflow.Start(t)
	return service, []string{
		"--runner=dataflow", "--dataflow_endpoint=" + service.URL, "--project=some-project", "--region=europe-west1",
		"--staging_location=gs://input/staging",
	}
}

// Promises 1 and 2 on Dataflow, as far as one machine can show it: what was
// staged, and nothing else, does the job, and gives the same bytes.
func TestDataflow(t *testing.T) {
	service, there := startDataflow(t)
	web := startWeb(t, testweb.Options{Hosts: 40})
	input := writeDataset(t, swift(web, 40, 120))
	upload(t, input, "gs://input/faces.parquet")
	args := flags(impatient, "--shard_rows=10", "--sample=100", "--seed=5")
	local := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(args, "--input="+input, "--output="+local)...)
	want, hashes := readOutput(t, local), dataHashes(t, local)

	web.Reset()
	r := mustRun(t, flags(args, append(there, "--input=gs://input/faces.parquet", "--output=gs://output/run",
		"--num_workers=2", "--max_num_workers=3", "--worker_machine_type=e2-small", "--service_account_email=worker@example.test",
		"--no_use_public_ips", "--sdk_container_image=image.example/beam:1", "--experiments=some_experiment", `--labels={"team":"faces"}`,
		"--proxy=http://user:secret@127.0.0.1:1", "--proxy=")...)...)
	copied := download(t, "gs://output/run")
	mustEqualData(t, hashes, copied)
	checkCommitted(t, copied)
	got := readOutput(t, copied)
	mustCount(t, got, 100)

	jobs := service.Jobs()
	if len(jobs) != 1 {
		t.Fatalf("%d jobs were created, want 1", len(jobs))
	}
	checkJob(t, jobs[0])
	// What the runner counted is what the files hold, and was shown.
	for _, says := range []string{"JOB_STATE_DONE", "100/100 rows", "console.cloud.google.com/dataflow/jobs/europe-west1/" + jobs[0].Id} {
		if !strings.Contains(r.stderr, says) {
			t.Errorf("the terminal does not show %q:\n%s", says, r.stderr)
		}
	}
	if !strings.Contains(r.stdout, "\n  mean ") || !regexp.MustCompile(fmt.Sprintf(`(?m)^written +%d  `, len(want.rows))).MatchString(r.stdout) {
		t.Errorf("the table lacks what was measured:\n%s", r.stdout)
	}
}

// checkJob checks what Dataflow was asked for.
func checkJob(t *testing.T, job df.Job) {
	t.Helper()
	e := job.Environment
	pool := e.WorkerPools[0]
	var options struct {
		Options struct{ PipelineURL, Region, TempLocation string }
		Go      struct {
			Options map[string]string
		} `json:"beam:option:go_options:v1"`
	}
	if err := json.Unmarshal(e.SdkPipelineOptions, &options); err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string][2]any{
		"project":              {job.ProjectId, "some-project"},
		"type":                 {job.Type, "JOB_TYPE_BATCH"},
		"name's beginning":     {job.Name[:8], "beamcrop"},
		"label":                {job.Labels["team"], "faces"},
		"service account":      {e.ServiceAccountEmail, "worker@example.test"},
		"temporary folder":     {e.TempStoragePrefix, "gs://input/staging/tmp"},
		"workers":              {pool.NumWorkers, int64(2)},
		"most workers":         {pool.AutoscalingSettings.MaxNumWorkers, int64(3)},
		"machines":             {pool.MachineType, "e2-small"},
		"addresses":            {pool.IpConfiguration, "WORKER_IP_PRIVATE"},
		"container":            {pool.WorkerHarnessContainerImage, "image.example/beam:1"},
		"container by graph":   {pool.SdkHarnessContainerImages[0].ContainerImage, "image.example/beam:1"},
		"a container's cores":  {pool.SdkHarnessContainerImages[0].UseSingleCorePerContainer, false},
		"program's name":       {pool.Packages[0].Name, "worker"},
		"region":               {options.Options.Region, "europe-west1"},
		"temporary, to others": {options.Options.TempLocation, "gs://input/staging/tmp"},
		"sample":               {options.Go.Options["sample"], "100"},
		"proxy, a secret":      {options.Go.Options["proxy"], ""},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %v, want %v", what, got[0], got[1])
		}
	}
	for _, experiment := range []string{"some_experiment", "use_runner_v2", "beam_fn_api", "use_portable_job_submission"} {
		if !slices.Contains(e.Experiments, experiment) {
			t.Errorf("experiments %v lack %s", e.Experiments, experiment)
		}
	}
	for _, uri := range []string{options.Options.PipelineURL, pool.Packages[0].Location} {
		if !strings.HasPrefix(uri, "gs://input/staging/") {
			t.Errorf("%s was staged elsewhere", uri)
		}
	}
}

// Ctrl-C cancels the job on Dataflow, and the same command goes on.
func TestInterruptedOnDataflow(t *testing.T) {
	service, target := startDataflow(t)
	web := startWeb(t, testweb.Options{Hosts: 4})
	rows := make([]outcome, 120)
	for i := range rows {
		rows[i] = expect(web, i%4, testweb.Picture{ID: uint64(i), Width: 64, Height: 64, Latency: 100 * time.Millisecond})
	}
	upload(t, writeDataset(t, rows), "gs://input/faces.parquet")
	args := flags(impatient, append(target, "--input=gs://input/faces.parquet", "--output=gs://output/run", "--shard_rows=10")...)
	p := start(t, flags(args, "--host_concurrency=2", "--max_num_workers=1")...)
	waitFor(t, func() bool { return web.Stats().Requests >= 40 })
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if r := p.wait(t); r.code != 130 || !strings.Contains(r.stderr, "run the same command again to resume") {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	waitFor(t, func() bool { return service.Jobs()[0].CurrentState == "JOB_STATE_CANCELLED" })
	waitFor(t, func() bool { return web.Stats().InFlight == 0 })
	there := download(t, "gs://output/run")
	checkCommitted(t, there)
	before := len(glob(t, there, "data/part-*.parquet")) // of one more, the sidecar may be missing
	web.Reset()
	mustRun(t, flags(args, "--host_concurrency=64")...)
	if n := web.Stats().Requests; n != int64(len(rows)-10*before) {
		t.Errorf("%d of %d shards were complete, and then %d of %d rows downloaded", before, len(rows)/10, n, len(rows))
	}
	mustCount(t, readOutput(t, download(t, "gs://output/run")), int64(len(rows)))
}

// A detached job does its work, and its launcher says how to follow it.
func TestDetachedOnDataflow(t *testing.T) {
	service, there := startDataflow(t)
	web := startWeb(t, testweb.Options{})
	upload(t, writeDataset(t, good(web, 20, testweb.Picture{Width: 64, Height: 64})), "gs://input/faces.parquet")
	r := mustRun(t, flags(impatient, append(there, "--input=gs://input/faces.parquet", "--output=gs://output/run", "--async")...)...)
	id := service.Jobs()[0].Id
	for _, says := range []string{"submitted Dataflow job " + id, "gcloud dataflow jobs describe " + id + " --project=some-project --region=europe-west1", "gcloud dataflow jobs cancel " + id} {
		if !strings.Contains(r.stdout, says) {
			t.Errorf("it does not say %q:\n%s", says, r.stdout)
		}
	}
	waitFor(t, func() bool { return service.Jobs()[0].CurrentState == "JOB_STATE_DONE" })
	mustCount(t, readOutput(t, download(t, "gs://output/run")), 20)
}

// What a submission would fail for is said in one line before anything is
// staged, or claimed, or downloaded.
func TestDataflowRefuses(t *testing.T) {
	service, there := startDataflow(t)
	web := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(web, 3, testweb.Picture{Width: 64, Height: 64}))
	upload(t, input, "gs://input/faces.parquet")
	credentials := os.Getenv("GOOGLE_APPLICATION_CREDENTIALS")
	t.Setenv("PATH", "") // no gcloud with a region of its own, no Go
	t.Setenv("CLOUDSDK_COMPUTE_REGION", "")
	complete := append(slices.Clip(there), "--input=gs://input/faces.parquet", "--output=gs://output/run", "--worker_binary="+binary)
	for name, c := range map[string]struct {
		args        []string
		says        []string
		credentials string
	}{
		"everything":  {[]string{"--runner=dataflow", "--input=" + input, "--output=out"}, []string{"--project=", "--region=", "--staging_location=gs://", "--input=" + input, "--output=out"}, ""},
		"credentials": {complete, []string{"credentials", "GOOGLE_APPLICATION_CREDENTIALS"}, filepath.Join(t.TempDir(), "none.json")},
		"all of it": {
			[]string{"--runner=dataflow", "--input=gs://not-there/*.parquet", "--output=gs://output/run"},
			[]string{"needs --project=PROJECT, --region=REGION, --staging_location=gs://BUCKET/FOLDER; finds no Google Cloud credentials"}, filepath.Join(t.TempDir(), "none.json"),
		},
		"the bucket":      {flags(complete, "--staging_location=gs://nobody/here"), []string{"--staging_location", "gs://nobody", "the bucket does not exist"}, ""},
		"the worker":      {flags(complete, "--worker_binary="+input), []string{"--worker_binary=" + input, "CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -tags nodynamic"}, ""},
		"the worker's":    {flags(complete, "--worker_machine_type=t2a-standard-1"), []string{"EM_X86_64", "GOARCH=arm64"}, ""},
		"what Beam would": {flags(complete, "--num_workers=3", "--max_num_workers=2"), []string{"num_workers (3) cannot exceed max_num_workers (2)"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", credentials)
			if c.credentials != "" {
				t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", c.credentials)
			}
			r := beamcrop(t, flags(impatient, c.args...)...)
			if r.code != 2 || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("exit code %d\n%s", r.code, r.stderr)
			}
			for _, says := range c.says {
				if !strings.Contains(r.stderr, says) {
					t.Errorf("it does not say %q: %s", says, r.stderr)
				}
			}
		})
	}
	if n := len(service.Jobs()); n > 0 {
		t.Errorf("%d jobs were created", n)
	}
	for _, uri := range []string{"gs://input/staging", "gs://output"} {
		if left, _ := os.ReadDir(download(t, uri)); len(left) > 0 {
			t.Errorf("%s holds %v", uri, left)
		}
	}
}

// A job that fails says why, as one on this machine does.
func TestFailedOnDataflow(t *testing.T) {
	_, there := startDataflow(t)
	web := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(web, 20, testweb.Picture{Width: 64, Height: 64}))
	upload(t, input, "gs://input/a.parquet")
	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.parquet")
	if err := os.WriteFile(broken, bytes.Repeat([]byte("x"), len(data)), 0o600); err != nil {
		t.Fatal(err)
	}
	upload(t, broken, "gs://input/b.parquet")
	r := beamcrop(t, flags(impatient, append(there, "--input=gs://input/*.parquet", "--output=gs://output/run")...)...)
	if r.code != 2 || !strings.Contains(r.stderr, "gs://input/b.parquet") {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
}

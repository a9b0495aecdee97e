package boot

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	fnpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/fnexecution_v1"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestAsked(t *testing.T) {
	for line, want := range map[string]bool{
		"": false,
		"--id=1-1 --logging_endpoint=localhost:1 --artifact_endpoint=localhost:2 --provision_endpoint=localhost:3 --control_endpoint=localhost:4": true,
		"-id 1-1 -provision_endpoint localhost:3":             true,
		"--worker=true --id=1-1 --control_endpoint=localhost": false,
		"--input=provision_endpoint --output=x":               false,
		"--input=x --runner=flink --endpoint=localhost:8099":  false,
	} {
		if got := Asked(strings.Fields(line)); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func endpoint(url string) *pipepb.ApiServiceDescriptor { return &pipepb.ApiServiceDescriptor{Url: url} }

func TestWorkerStart(t *testing.T) {
	options, err := structpb.NewStruct(map[string]any{"beam:option:parallelism:v1": 4})
	if err != nil {
		t.Fatal(err)
	}
	c, err := parse(strings.Fields("--id=1-1 --logging_endpoint=old:1 --artifact_endpoint=a:2 --provision_endpoint=p:3 --control_endpoint=old:4"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		info *fnpb.ProvisionInfo
		args []string
		env  []string
	}{
		"all told by the runner": {
			&fnpb.ProvisionInfo{
				PipelineOptions: options, LoggingEndpoint: endpoint("l:1"), ControlEndpoint: endpoint("c:2"),
				StatusEndpoint: endpoint("s:3"), RunnerCapabilities: []string{"a", "b"},
			},
			[]string{"--worker=true", "--id=1-1", "--logging_endpoint=l:1", "--control_endpoint=c:2", `--options={"beam:option:parallelism:v1":4}`},
			[]string{"HOME=/root", "STATUS_ENDPOINT=s:3", "RUNNER_CAPABILITIES=a b"},
		},
		"endpoints by flags": {
			&fnpb.ProvisionInfo{},
			[]string{"--worker=true", "--id=1-1", "--logging_endpoint=old:1", "--control_endpoint=old:4", "--options={}"},
			[]string{"HOME=/root"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			args, err := c.workerArgs(tt.info)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.args, args); diff != "" {
				t.Errorf("arguments: want -, got +:\n%s", diff)
			}
			env := workerEnv([]string{"HOME=/root", "PIPELINE_OPTIONS_FILE=/tmp/x", "STATUS_ENDPOINT=stale"}, tt.info)
			if !slices.Equal(env, tt.env) {
				t.Errorf("environment %q, want %q", env, tt.env)
			}
		})
	}
	if _, err := (contract{id: "1-1", provisionEndpoint: "p:3"}).workerArgs(&fnpb.ProvisionInfo{}); err == nil || !strings.Contains(err.Error(), "p:3") {
		t.Errorf("without endpoints: %v", err)
	}
}

// What a boot dies of is in a log, for nobody sees what it prints.
func TestFailureLeavesALog(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	err := Exec(context.Background(), []string{"--provision_endpoint=localhost:1"})
	if err == nil || !strings.Contains(err.Error(), "--id") {
		t.Errorf("without an id: %v", err)
	}
	logs, _ := filepath.Glob(filepath.Join(dir, "beamcrop-boot-*.log")) // the pattern is well-formed
	if len(logs) != 1 {
		t.Fatalf("logs: %v", logs)
	}
	if text, err := os.ReadFile(logs[0]); err != nil || !strings.Contains(string(text), "--provision_endpoint=localhost:1\n") || !strings.Contains(string(text), "needs --id") {
		t.Errorf("%v: %s", err, text)
	}
}

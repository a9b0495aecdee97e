package dataflow

import (
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	whole := map[string]string{"project": "p", "region": "r", "staging_location": "gs://b/s", "input": "gs://b/in/*.parquet", "output": "gs://b/out"}
	for name, c := range map[string]struct {
		flags map[string]string // over those of whole
		says  []string          // nil: it is whole
	}{
		"whole":                {nil, nil},
		"all of S3":            {map[string]string{"input": "s3://b/in", "output": "s3://b/out"}, nil},
		"containers":           {map[string]string{"environment_type": "docker"}, nil},
		"nothing":              {map[string]string{"project": "", "region": "", "staging_location": "", "input": "in", "output": "out"}, []string{"--project=PROJECT, --region=REGION, --staging_location=gs://BUCKET/FOLDER; ", "--input=in", "--output=out"}},
		"nobody, and nowhere":  {map[string]string{"credentials": "none.json is not there", "region": ""}, []string{"needs --region=REGION; finds no Google Cloud credentials: none.json is not there (gcloud auth application-default login"}},
		"staging elsewhere":    {map[string]string{"staging_location": "s3://b/s"}, []string{"--staging_location in gs://, not s3://b/s"}},
		"a bucket of no name":  {map[string]string{"staging_location": "gs:///s"}, []string{"--staging_location in gs://, not gs:///s"}},
		"temporary files here": {map[string]string{"temp_location": "/tmp"}, []string{"--temp_location in gs://, not /tmp"}},
		"a file's URI":         {map[string]string{"output": "file:///out"}, []string{"--output=file:///out"}},
		"a job server":         {map[string]string{"endpoint": "localhost:8099"}, []string{"--dataflow_endpoint"}},
		"loopback":             {map[string]string{"environment_type": "LOOPBACK"}, []string{"--environment_type=LOOPBACK"}},
		"two images":           {map[string]string{"sdk_container_image": "a", "worker_harness_container_image": "b"}, []string{"not both"}},
		"an endpoint":          {map[string]string{"dataflow_endpoint": "localhost:1"}, []string{"--dataflow_endpoint=https://HOST/, not localhost:1"}},
		"a template":           {map[string]string{"template_location": "gs://b/t"}, []string{"--template_location"}},
		"an update":            {map[string]string{"update": "true"}, []string{"--update"}},
		"labels":               {map[string]string{"labels": "team=faces"}, []string{`--labels='{"NAME":"VALUE"}'`}},
		"scaling":              {map[string]string{"autoscaling_algorithm": "BASIC"}, []string{"--autoscaling_algorithm=NONE|THROUGHPUT_BASED, not BASIC"}},
		"workers":              {map[string]string{"num_workers": "9", "max_num_workers": "3"}, []string{"num_workers (9) cannot exceed max_num_workers (3)"}},
		"two zones":            {map[string]string{"worker_zone": "z", "worker_region": "r"}, []string{"mutually exclusive"}},
	} {
		t.Run(name, func(t *testing.T) {
			value := func(name string) string {
				if v, set := c.flags[name]; set {
					return v
				}
				return whole[name]
			}
			s := Submission{Flag: value, Project: value("project"), Region: value("region"), Inputs: []string{value("input")}, Output: value("output")}
			if why := value("credentials"); why != "" {
				s.Credentials = errors.New(why)
			}
			err := s.Check(t.Context())
			if c.says == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			for _, says := range c.says {
				if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
					t.Errorf("%v; want one line with %q", err, says)
				}
			}
		})
	}
}

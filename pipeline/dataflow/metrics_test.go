package dataflow

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	df "google.golang.org/api/dataflow/v1b3"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// Written from the API's reference, not taken from a running job.
func TestMetrics(t *testing.T) {
	const text = `{"metrics": [
		{"name": {"origin": "user", "name": "rows_written", "context": {"namespace": "beamcrop", "step": "e9"}}, "scalar": 5},
		{"name": {"origin": "user", "name": "rows_written", "context": {"namespace": "beamcrop", "step": "e9", "tentative": "true"}}, "scalar": 8},
		{"name": {"origin": "user", "name": "rows_planned", "context": {"namespace": "beamcrop", "step": "e7"}}, "scalar": 10},
		{"name": {"origin": "user", "name": "row_ms", "context": {"namespace": "beamcrop", "step": "e9", "tentative": "true"}}, "distribution": {"count": 8, "sum": 40, "min": 1, "max": 9}},
		{"name": {"origin": "user", "name": "row_ms", "context": {"namespace": "beamcrop", "step": "e9"}}, "distribution": {"count": 5, "sum": 30, "min": 1, "max": 9}},
		{"name": {"origin": "dataflow/v1b3", "name": "TotalVcpuTime", "context": {}}, "scalar": 77},
		{"scalar": 1}
	]}`
	var m df.JobMetrics
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	want := progress.Metrics{
		Counters:      map[string]int64{"rows_written": 8, "rows_planned": 10},
		Distributions: map[string]progress.Distribution{"row_ms": {Count: 8, Sum: 40, Min: 1, Max: 9}},
	}
	if diff := cmp.Diff(want, Metrics(&m, progress.Namespace)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

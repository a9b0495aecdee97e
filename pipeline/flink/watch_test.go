package flink

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// The text is a Flink's (1.19.3 with Beam's runner 2.70), cut to what differs.
func TestReadAccumulator(t *testing.T) {
	const text = `{"metrics": {"attempted": [
		{"urn": "beam:metric:element_count:v1", "type": "beam:metrics:sum_int64:v1", "payload": "KA==", "labels": {"PCOLLECTION": "n9"}},
		{"urn": "beam:metric:user:sum_int64:v1", "type": "beam:metrics:sum_int64:v1", "payload": "5AI=", "labels": {"PTRANSFORM": "e9", "NAMESPACE": "beamcrop", "NAME": "rows_written"}},
		{"urn": "beam:metric:user:sum_int64:v1", "type": "beam:metrics:sum_int64:v1", "payload": "kAM=", "labels": {"PTRANSFORM": "e7", "NAMESPACE": "beamcrop", "NAME": "rows_planned"}},
		{"urn": "beam:metric:user:sum_int64:v1", "type": "beam:metrics:sum_int64:v1", "payload": "AQ==", "labels": {"PTRANSFORM": "e7", "NAMESPACE": "other", "NAME": "rows_planned"}},
		{"urn": "beam:metric:user:sum_int64:v1", "type": "beam:metrics:sum_int64:v1", "payload": "LA==", "labels": {"PTRANSFORM": "e9", "NAMESPACE": "beamcrop", "NAME": "rows_failed_http_4xx"}},
		{"urn": "beam:metric:user:distribution_int64:v1", "type": "beam:metrics:distribution_int64:v1", "payload": "AgoBCQ==", "labels": {"PTRANSFORM": "e9", "NAMESPACE": "beamcrop", "NAME": "row_ms"}},
		{"urn": "beam:metric:user:sum_int64:v1", "type": "beam:metrics:sum_int64:v1", "payload": "?", "labels": {"PTRANSFORM": "e9", "NAMESPACE": "beamcrop", "NAME": "broken"}}
	]}}`
	var got progress.Metrics
	readAccumulator(text, &got)
	readAccumulator("not JSON", &got)
	want := progress.Metrics{
		Counters:      map[string]int64{"rows_written": 356, "rows_planned": 400, "rows_failed_http_4xx": 44},
		Distributions: map[string]progress.Distribution{"row_ms": {Count: 2, Sum: 10, Min: 1, Max: 9}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	shown := progress.Snapshot{Planned: true, Total: 400, Written: 356, Failed: 44, Reasons: map[string]int64{"http_4xx": 44}}
	if diff := cmp.Diff(shown, got.Snapshot()); diff != "" {
		t.Errorf("progress: want -, got +:\n%s", diff)
	}
}

func FuzzReadAccumulator(f *testing.F) {
	f.Add(`{"metrics": {"attempted": [{"urn": "beam:metric:user:sum_int64:v1", "payload": "5AI=", "labels": {"NAMESPACE": "beamcrop", "NAME": "rows_written"}}]}}`)
	f.Fuzz(func(_ *testing.T, text string) {
		var m progress.Metrics
		readAccumulator(text, &m)
		m.Snapshot()
	})
}

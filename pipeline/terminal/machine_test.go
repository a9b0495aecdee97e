package terminal

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// A program that runs this one is told by lines of JSON.
func TestMachineLines(t *testing.T) {
	snapshot := progress.Snapshot{Planned: true, Total: 100, Resumed: 20, Written: 40, Failed: 10, Bytes: 1234, Reasons: map[string]int64{"dns": 10}}
	for name, c := range map[string]struct {
		write func(*bytes.Buffer)
		want  string
	}{
		"progress": {
			func(to *bytes.Buffer) { writeProgress(to, snapshot, 2.5) },
			`{"progress":{"total":100,"done":70,"resumed":20,"written":40,"failed":10,"reasons":{"dns":10},"bytes":1234,"rows_per_second":2.5,"in_flight":0}}` + "\n",
		},
		"a rate that JSON cannot write": {
			func(to *bytes.Buffer) { writeProgress(to, snapshot, math.Inf(1)) },
			`{"error": "json: unsupported value: +Inf"}` + "\n",
		},
		"the end, in another mode": {
			func(to *bytes.Buffer) { Finish(to, "plain", summarize.Summary{}, "out") },
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			c.write(&got)
			if diff := cmp.Diff(c.want, got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("the end", func(t *testing.T) {
		var text bytes.Buffer
		Finish(&text, "json", summarize.Summary{Rows: 5, Written: 3, Failed: 2}, "out\nof lines")
		var got machineSummary
		if err := json.Unmarshal(text.Bytes(), &got); err != nil || got.Output != "out\nof lines" || got.Summary.Written != 3 {
			t.Errorf("%+v, %v", got, err)
		}
		if n := bytes.Count(text.Bytes(), []byte("\n")); n != 1 {
			t.Errorf("%d lines", n)
		}
	})
}

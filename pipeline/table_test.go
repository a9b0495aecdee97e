package pipeline

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/summarize"
)

func TestTable(t *testing.T) {
	for name, c := range map[string]struct {
		summary summarize.Summary
		want    string
	}{
		"one box a row": {
			summarize.Summary{Sampled: 10, Rows: 10, Written: 9, Failed: 1, Reasons: map[string]int64{"dns": 1}, Shards: 1, Attempts: 10, BytesDownloaded: 1000},
			`sampled     10 rows
written     9   90.0%
failed      1   10.0%
  dns       1   10.0%
downloaded  1.0 kB in 10 requests
output      out in 1 shards, 0 B
report      out/report.html
time        1.5s
`,
		},
		"several boxes and shared links": {
			summarize.Summary{Sampled: 10, Rows: 40, Written: 40, Shards: 2, Attempts: 7, SharedDownloads: 3, RepeatedDownloads: 2},
			`sampled     10 rows with 40 boxes
written     40  100.0%
failed      0     0.0%
downloaded  0 B in 7 requests, 3 rows shared another's, about 2 were of links that another shard has, too
output      out in 2 shards, 0 B
report      out/report.html
time        1.5s
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Table(Result{Summary: c.summary}, "out", 1500*time.Millisecond)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

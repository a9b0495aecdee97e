package terminal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

func TestTable(t *testing.T) {
	for name, c := range map[string]struct {
		result Result
		want   string
	}{
		"one box a row": {
			Result{
				Summary: summarize.Summary{Sampled: 100, Rows: 100, Written: 98, Failed: 2, Reasons: map[string]int64{"dns": 1, "http_4xx": 1}, Shards: 1, Attempts: 1, BytesDownloaded: 1000},
				Metrics: progress.Metrics{Distributions: map[string]progress.Distribution{
					progress.RowMillis: {Count: 2, Sum: 803, Max: 12_345},
					progress.RowBytes:  {Count: 2, Sum: 114_938, Max: 96_879},
				}},
			},
			`sampled     100 rows
written      98   98.0%
failed        2    2.0%
  dns         1    1.0%
  http_4xx    1    1.0%
downloaded  1.0 kB in 1 request
  mean      57.5 kB in 401ms
  max       96.9 kB, 12.3s
output      out in 1 shard, 0 B
report      out/report.html
time        1.5s
`,
		},
		"shares add up": {
			Result{Summary: summarize.Summary{Sampled: 2000, Rows: 2000, Written: 1611, Failed: 389, Reasons: map[string]int64{"dns": 300, "http_4xx": 89}, Shards: 2}},
			`sampled     2000 rows
written     1611   80.6%
failed       389   19.4%
  dns        300   15.0%
  http_4xx    89    4.4%
downloaded  0 B in 0 requests
output      out in 2 shards, 0 B
report      out/report.html
time        1.5s
`,
		},
		"several boxes and shared links": {
			Result{Summary: summarize.Summary{Sampled: 10, Rows: 40, Written: 40, Shards: 2, Attempts: 7, SharedDownloads: 3, RepeatedDownloads: 2}},
			`sampled     10 rows with 40 boxes
written     40  100.0%
failed       0    0.0%
downloaded  0 B in 7 requests, 3 rows shared another's, about 2 of links that another shard has, too
output      out in 2 shards, 0 B
report      out/report.html
time        1.5s
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Table(c.result, "out", 1500*time.Millisecond)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

package summarize

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/shards"
)

// Summary says what came of a job. Rows = Written + Failed, always.
type Summary struct {
	Fingerprint     string           `json:"fingerprint"`
	Shards          int              `json:"shards"`
	Rows            int64            `json:"rows"` // sampled
	Written         int64            `json:"written"`
	Failed          int64            `json:"failed"`
	SuccessRate     float64          `json:"success_rate"` // Written / Rows
	Reasons         map[string]int64 `json:"reasons"`      // of the failed rows; sums up to Failed
	BytesDownloaded int64            `json:"bytes_downloaded"`
	BytesWritten    int64            `json:"bytes_written"` // of the data files
	Attempts        int64            `json:"attempts"`      // requests sent, retries among them
}

// Summarize adds up the shards' reports. Every shard must be there once.
func Summarize(fingerprint string, sides []shards.Sidecar) (Summary, error) {
	s := Summary{Fingerprint: fingerprint, Shards: len(sides), Reasons: map[string]int64{}}
	for i, side := range sides {
		if side.Shard != i || side.Shards != len(sides) {
			return s, fmt.Errorf("shard %d of %d came where shard %d of %d was due", side.Shard, side.Shards, i, len(sides))
		}
		r := side.Report
		if r.Written+r.Failed != r.Rows {
			return s, fmt.Errorf("shard %d has %d rows, but %d were written and %d failed", i, r.Rows, r.Written, r.Failed)
		}
		s.Rows += r.Rows
		s.Written += r.Written
		s.Failed += r.Failed
		s.BytesDownloaded += r.BytesDownloaded
		s.BytesWritten += r.BytesWritten
		s.Attempts += r.Attempts
		for reason, n := range r.Reasons {
			s.Reasons[reason] += n
		}
	}
	s.SuccessRate = float64(s.Written) / float64(max(s.Rows, 1))
	return s, nil
}

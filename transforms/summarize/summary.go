package summarize

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/hosts"
	"github.com/beamcrop/beamcrop/transforms/repeats"
)

// Summary says what came of a job. Rows = Written + Failed, always; that is
// Sampled, too, unless rows have several boxes.
type Summary struct {
	Fingerprint     string           `json:"fingerprint"`
	Shards          int              `json:"shards"`
	Sampled         int64            `json:"sampled"` // rows of the input
	Rows            int64            `json:"rows"`    // of the output and the failures
	Written         int64            `json:"written"`
	Failed          int64            `json:"failed"`
	SuccessRate     float64          `json:"success_rate"`      // Written / Rows
	Reasons         map[string]int64 `json:"reasons,omitempty"` // of the failed rows; sums up to Failed
	BytesDownloaded int64            `json:"bytes_downloaded"`
	BytesWritten    int64            `json:"bytes_written"`    // of data and failures files
	Attempts        int64            `json:"attempts"`         // requests sent, retries among them
	SharedDownloads int64            `json:"shared_downloads"` // sampled rows whose download was an earlier row's of the same shard

	// RepeatedDownloads estimates how many downloads were of links that another
	// shard had downloaded: see package repeats.
	RepeatedDownloads int64 `json:"repeated_downloads"`

	Hosts Hosts `json:"hosts"`
}

// Hosts names the hosts that count most, most first. Its counts may be a little
// low: see package hosts.
type Hosts struct {
	MostRows   []shards.HostReport `json:"most_rows,omitempty"`
	MostFailed []shards.HostReport `json:"most_failed,omitempty"`
}

// namedHosts is how many hosts a summary names of either kind.
const namedHosts = 20

// Summarize adds up the shards' reports. Every shard must be there once.
func Summarize(fingerprint string, sides []shards.Sidecar) (Summary, error) {
	var total shards.Report
	var tally hosts.Tally
	var links repeats.Tally
	for i, side := range sides {
		if side.Shard != i || side.Shards != len(sides) {
			return Summary{}, fmt.Errorf("shard %d of %d came where shard %d of %d was due", side.Shard, side.Shards, i, len(sides))
		}
		if r := side.Report; r.Written+r.Failed != r.Rows {
			return Summary{}, fmt.Errorf("shard %d has %d rows, but %d were written and %d failed", i, r.Rows, r.Written, r.Failed)
		}
		total.Add(side.Report)
		for _, host := range side.Report.Hosts {
			tally.Add(host)
		}
		if err := links.Add(side.Report.Links); err != nil {
			return Summary{}, fmt.Errorf("shard %d: %w", i, err)
		}
	}
	return Summary{
		Fingerprint: fingerprint, Shards: len(sides),
		Sampled: total.Sampled, Rows: total.Rows, Written: total.Written, Failed: total.Failed,
		SuccessRate: float64(total.Written) / float64(max(total.Rows, 1)), Reasons: total.Reasons,
		BytesDownloaded: total.BytesDownloaded, BytesWritten: total.BytesWritten, Attempts: total.Attempts, SharedDownloads: total.SharedDownloads,
		RepeatedDownloads: links.Repeats(),
		Hosts:             Hosts{MostRows: tally.MostRows(namedHosts), MostFailed: tally.MostFailed(namedHosts)},
	}, nil
}

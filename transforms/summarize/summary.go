package summarize

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/hosts"
)

// Summary says what came of a job. Rows = Written + Failed, always.
type Summary struct {
	Fingerprint     string           `json:"fingerprint"`
	Shards          int              `json:"shards"`
	Rows            int64            `json:"rows"` // sampled
	Written         int64            `json:"written"`
	Failed          int64            `json:"failed"`
	SuccessRate     float64          `json:"success_rate"`      // Written / Rows
	Reasons         map[string]int64 `json:"reasons,omitempty"` // of the failed rows; sums up to Failed
	BytesDownloaded int64            `json:"bytes_downloaded"`
	BytesWritten    int64            `json:"bytes_written"` // of data and failures files
	Attempts        int64            `json:"attempts"`      // requests sent, retries among them
	Hosts           Hosts            `json:"hosts"`

	LatencyMS   *Quantiles `json:"latency_ms,omitempty"`   // of rows that were requested: from the first request to the last answer
	SourceBytes *Quantiles `json:"source_bytes,omitempty"` // of rows that were downloaded
}

// Quantiles are what 50, 90 and 99 of 100 rows do not exceed, within a quarter.
type Quantiles struct {
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
	P99 int64 `json:"p99"`
}

// quantiles is nil if nothing was counted.
func quantiles(h stats.Histogram) *Quantiles {
	if h.Count() == 0 {
		return nil
	}
	return &Quantiles{P50: h.Quantile(0.5), P90: h.Quantile(0.9), P99: h.Quantile(0.99)}
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
	total, tally, err := add(sides)
	if err != nil {
		return Summary{}, err
	}
	return summaryOf(fingerprint, len(sides), total, tally), nil
}

// add adds up the shards' reports, and their hosts beside.
func add(sides []shards.Sidecar) (shards.Report, *hosts.Tally, error) {
	var total shards.Report
	var tally hosts.Tally
	for i, side := range sides {
		if side.Shard != i || side.Shards != len(sides) {
			return total, nil, fmt.Errorf("shard %d of %d came where shard %d of %d was due", side.Shard, side.Shards, i, len(sides))
		}
		if r := side.Report; r.Written+r.Failed != r.Rows {
			return total, nil, fmt.Errorf("shard %d has %d rows, but %d were written and %d failed", i, r.Rows, r.Written, r.Failed)
		}
		total.Add(side.Report)
		for _, host := range side.Report.Hosts {
			tally.Add(host)
		}
	}
	return total, &tally, nil
}

func summaryOf(fingerprint string, count int, total shards.Report, tally *hosts.Tally) Summary {
	return Summary{
		Fingerprint: fingerprint, Shards: count,
		Rows: total.Rows, Written: total.Written, Failed: total.Failed,
		SuccessRate: float64(total.Written) / float64(max(total.Rows, 1)), Reasons: total.Reasons,
		BytesDownloaded: total.BytesDownloaded, BytesWritten: total.BytesWritten, Attempts: total.Attempts,
		Hosts:     Hosts{MostRows: tally.MostRows(namedHosts), MostFailed: tally.MostFailed(namedHosts)},
		LatencyMS: quantiles(total.Details.LatencyMS), SourceBytes: quantiles(total.Details.SourceBytes),
	}
}

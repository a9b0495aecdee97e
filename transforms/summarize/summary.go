package summarize

import (
	"fmt"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/report/hosts"
	"github.com/beamcrop/beamcrop/transforms/report/repeats"
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

	Originals *OriginalsSummary `json:"originals,omitempty"` // nil: nothing came from a store

	// RepeatedDownloads estimates how many downloads were of links that another
	// shard had downloaded: see package repeats.
	RepeatedDownloads int64 `json:"repeated_downloads"`

	Hosts Hosts `json:"hosts"`

	LatencyMS   *Quantiles `json:"latency_ms,omitempty"`   // of rows that were requested: from the first request to the last answer
	SourceBytes *Quantiles `json:"source_bytes,omitempty"` // of rows that were downloaded
}

// OriginalsSummary says what came from the store of originals. Rows that a run found
// settled count as they did when they were.
type OriginalsSummary struct {
	Pictures int64     `json:"pictures"` // rows whose picture was in the store
	Failures int64     `json:"failures"` // rows that failed as the store remembers their links
	Oldest   time.Time `json:"oldest"`   // when the oldest of them was fetched
}

func originalsOf(r shards.Report) *OriginalsSummary {
	if r.Stored+r.Remembered == 0 {
		return nil
	}
	return &OriginalsSummary{Pictures: r.Stored, Failures: r.Remembered, Oldest: time.UnixMilli(r.OldestMS).UTC()}
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

// whole is a whole job's shards added up, and what the manifest is to hold of each.
type whole struct {
	sum
	of       int // shards, each to be added once and in order
	shards   []shards.ManifestShard
	features string // types of the data files' columns, which all shards share; "" if one tells none
}

// next adds the next shard.
func (w *whole) next(side shards.Sidecar) error {
	i := len(w.shards)
	if side.Shard != i || side.Shards != w.of {
		return fmt.Errorf("shard %d of %d came where shard %d of %d was due", side.Shard, side.Shards, i, w.of)
	}
	if err := w.add(side); err != nil {
		return err
	}
	if i == 0 || side.Features == "" {
		w.features = side.Features
	}
	w.shards = append(w.shards, side.InManifest())
	return nil
}

// sum is shards' reports added up, and what a report of them has none of.
type sum struct {
	shards.Report
	hosts hosts.Tally
	links repeats.Tally
}

// add adds one shard.
func (s *sum) add(side shards.Sidecar) error {
	if r := side.Report; r.Written+r.Failed != r.Rows {
		return fmt.Errorf("shard %d has %d rows, but %d were written and %d failed", side.Shard, r.Rows, r.Written, r.Failed)
	}
	s.Add(side.Report)
	for _, host := range side.Report.Hosts {
		s.hosts.Add(host)
	}
	if err := s.links.Add(side.Report.Links); err != nil {
		return fmt.Errorf("shard %d: %w", side.Shard, err)
	}
	return nil
}

func (w *whole) summary(fingerprint string) Summary {
	return Summary{
		Fingerprint: fingerprint, Shards: w.of,
		Sampled: w.Sampled, Rows: w.Rows, Written: w.Written, Failed: w.Failed,
		SuccessRate: float64(w.Written) / float64(max(w.Rows, 1)), Reasons: w.Reasons,
		BytesDownloaded: w.BytesDownloaded, BytesWritten: w.BytesWritten, Attempts: w.Attempts,
		Originals: originalsOf(w.Report), SharedDownloads: w.SharedDownloads, RepeatedDownloads: w.links.Repeats(),
		Hosts:     Hosts{MostRows: w.hosts.MostRows(namedHosts), MostFailed: w.hosts.MostFailed(namedHosts)},
		LatencyMS: quantiles(w.Details.LatencyMS), SourceBytes: quantiles(w.Details.SourceBytes),
	}
}

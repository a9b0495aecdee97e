package jobserver

import (
	"context"
	"maps"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// ShardsDone counts a job's rows by the shards that stand complete in its output
// folder. Runners behind a job server report what a bundle counted when the bundle
// ends, which for us is at the end of the job (seen with Beam 2.70 on Flink and
// Spark), and so they alone show no progress.
type ShardsDone struct {
	store  *files.Files
	output string
	begun  bool            // the job has: what is found now, it has done
	seen   map[string]bool // sidecars
	rows   progress.Snapshot

	shards   int   // of the whole job, 0 = not known yet
	fullSize int64 // rows of the sample in each shard but the last, 0 = not known yet
}

// NewShardsDone counts shards of an output folder from now on: what it finds is an
// earlier run's.
func NewShardsDone(ctx context.Context, store *files.Files, output string) *ShardsDone {
	d := &ShardsDone{store: store, output: output, seen: map[string]bool{}}
	_ = d.Look(ctx) // without it an earlier run's shards count as this one's
	d.begun = true
	return d
}

// Look reads the sidecars that are new.
func (d *ShardsDone) Look(ctx context.Context) error {
	names, err := shards.List(ctx, d.store, d.output)
	if err != nil {
		return err
	}
	for name := range names {
		if d.seen[name] || !shards.IsSidecar(name) {
			continue
		}
		data, err := d.store.ReadFile(ctx, files.Join(d.output, name))
		if err != nil {
			return err
		}
		side, err := shards.DecodeSidecar(data)
		if err != nil {
			continue // not a complete shard's; a worker does that shard again
		}
		d.seen[name] = true
		d.count(side.Report)
		if d.shards = side.Shards; side.Shard < side.Shards-1 {
			d.fullSize = side.Report.Sampled
		}
	}
	return nil
}

// Rows returns what was counted. How many there are in all is reckoned by the shards'
// size until the last one is done, and not known before another is.
func (d *ShardsDone) Rows() progress.Snapshot {
	rows, left := d.rows, int64(d.shards-len(d.seen))
	rows.Reasons = maps.Clone(rows.Reasons)
	rows.Planned = len(d.seen) > 0 && (d.fullSize > 0 || left == 0)
	if rows.Planned {
		rows.Total = rows.Done() + left*d.fullSize
	}
	return rows
}

func (d *ShardsDone) count(r shards.Report) {
	if !d.begun {
		d.rows.Resumed += r.Rows
		return
	}
	d.rows.Written += r.Written
	d.rows.Failed += r.Failed
	d.rows.Bytes += r.BytesDownloaded
	if d.rows.Reasons == nil {
		d.rows.Reasons = map[string]int64{}
	}
	for reason, n := range r.Reasons {
		d.rows.Reasons[reason] += n
	}
}

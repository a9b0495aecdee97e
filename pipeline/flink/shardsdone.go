package flink

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// shardsDone counts a job's rows by the shards that stand complete in its output
// folder. Flink's runner reports what a bundle counted when the bundle ends,
// which for us is at the end of the job (seen with Beam 2.70), and so Flink
// alone shows no progress.
type shardsDone struct {
	store  *files.Files
	output string
	seen   map[string]bool
	begun  bool // the job has: what is found now, it has done
	rows   progress.Snapshot
}

// look reads the sidecars that are new. The first look is to come before the job:
// what it finds is an earlier run's.
func (d *shardsDone) look(ctx context.Context) error {
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
	}
	d.begun = true
	return nil
}

func (d *shardsDone) count(r shards.Report) {
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

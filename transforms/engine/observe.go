package engine

import (
	"image"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/observe"
)

// details sums up the shard's rows for its report.
func (o *openShard) details() shards.Details {
	rows := make([]observe.Row, len(o.rows))
	for i, r := range o.rows {
		rows[i] = r.observed()
	}
	return observe.Shard(o.shard.Number, o.shard.Of, rows)
}

func (r *row) observed() observe.Row {
	seen := observe.Row{
		ID: r.id, URL: r.link, Caption: r.cell.Caption,
		Attempts: r.attempts, Downloaded: r.bytes > 0, Bytes: r.bytes, Elapsed: r.elapsed, Finished: r.finished,
		Source: image.Pt(r.crop.SourceWidth, r.crop.SourceHeight), Crop: image.Pt(r.crop.Width, r.crop.Height),
	}
	if b := r.crop.Box; b != nil {
		seen.Box = []float64{b.X1, b.Y1, b.X2, b.Y2}
	}
	if r.failure != nil {
		seen.Failure, seen.Detail, seen.Status = r.failure.Reason, r.failure.Err.Error(), r.status
	}
	return seen
}

package engine

import (
	"image"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report/observe"
)

// details sums up the shard's rows for its report.
func (o *openShard) details() shards.Details {
	rows := make([]observe.Row, len(o.pieces))
	for i, p := range o.pieces {
		rows[i] = p.observed()
	}
	if o.earlier != nil {
		return observe.Again(o.shard.Number, o.shard.Of, rows, o.earlier.side.Report.Details)
	}
	return observe.Shard(o.shard.Number, o.shard.Of, rows)
}

func (p *piece) observed() observe.Row {
	caption, _ := p.words()
	seen := observe.Row{
		ID: p.id, URL: p.link, Caption: caption,
		Earlier: p.earlier, Attempts: p.attempts, Downloaded: p.bytes > 0, Bytes: p.bytes, Elapsed: p.elapsed, Finished: p.finished,
		Source: image.Pt(p.crop.SourceWidth, p.crop.SourceHeight), Crop: image.Pt(p.crop.Width, p.crop.Height),
	}
	if b := p.crop.Box; b != nil {
		seen.Box = []float64{b.X1, b.Y1, b.X2, b.Y2}
	}
	if p.failure != nil {
		seen.Failure, seen.Detail, seen.Status = p.failure.Reason, p.failure.Err.Error(), p.status
	}
	return seen
}

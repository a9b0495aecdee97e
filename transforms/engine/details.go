package engine

import (
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report/observe"
)

// details sums up the shard's rows for its report.
func (o *openShard) details() shards.Details {
	rows := make([]observe.Row, len(o.tasks))
	for i, p := range o.tasks {
		rows[i] = p.observed()
	}
	if o.previous != nil {
		return observe.Again(o.shard.Number, o.shard.Of, rows, o.previous.side.Report.Details)
	}
	return observe.Shard(o.shard.Number, o.shard.Of, rows)
}

package observe

import (
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
)

// Again is Shard for a shard some of whose rows were run again, given the details
// that it had before. What Earlier rows took is in those.
func Again(number, of int, rows []Row, before shards.Details) shards.Details {
	d := Shard(number, of, rows)
	d.LatencyMS.Merge(before.LatencyMS)
	d.SourceBytes.Merge(before.SourceBytes)
	d.SourceSide.Merge(before.SourceSide)
	d.CropSide.Merge(before.CropSide)
	d.Finished.Merge(before.Finished)
	at := places(rows)
	for _, c := range before.Crops {
		row, written := at[c.ID]
		if !written {
			continue
		}
		c.Row = row
		d.Crops = append(d.Crops, c)
	}
	d.Crops = stats.Lowest(share(shards.MostCrops, of), d.Crops, func(c shards.CropExample) string { return c.ID })
	return d
}

// places are where in the data file the Earlier rows stand, by id.
func places(rows []Row) map[string]int64 {
	at := map[string]int64{}
	written := int64(0)
	for i := range rows {
		if rows[i].Failure != "" {
			continue
		}
		if rows[i].Earlier {
			at[rows[i].ID] = written
		}
		written++
	}
	return at
}

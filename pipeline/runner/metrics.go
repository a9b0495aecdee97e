package runner

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// Metrics reads the job's metrics out of what Beam returned.
func Metrics(result beam.PipelineResult) progress.Metrics {
	var m progress.Metrics
	ours := result.Metrics().Query(func(r metrics.SingleResult) bool { return r.Namespace() == progress.Namespace })
	for _, c := range ours.Counters() {
		m.Add(c.Name(), c.Result())
	}
	for _, d := range ours.Distributions() {
		of := d.Result()
		m.Join(d.Name(), progress.Distribution{Count: of.Count, Sum: of.Sum, Min: of.Min, Max: of.Max})
	}
	return m
}

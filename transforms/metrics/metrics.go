// Package metrics tells the runner what the engine has settled: a counter for each
// reason, distributions of times and sizes, whichever transform stands over it. It
// imports Beam; Beam shows them under the namespace "beamcrop".
package metrics

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

var (
	resumed   = beam.NewCounter(progress.Namespace, progress.ResumedRows)
	notKept   = beam.NewCounter(progress.Namespace, progress.NotKept)
	written   = beam.NewCounter(progress.Namespace, progress.WrittenRows)
	bytes     = beam.NewCounter(progress.Namespace, progress.Bytes)
	rowMillis = beam.NewDistribution(progress.Namespace, progress.RowMillis)
	rowBytes  = beam.NewDistribution(progress.Namespace, progress.RowBytes)
)

// Count adds to the runner's metrics what was settled. ctx is the bundle's, and
// the goroutine too: Beam's metrics are found in the one and bear no other.
func Count(ctx context.Context, s engine.Event) {
	switch {
	case s.Resumed > 0:
		resumed.Inc(ctx, s.Resumed)
	case s.NotKept > 0:
		notKept.Inc(ctx, s.NotKept)
	case s.Downloaded != nil:
		bytes.Inc(ctx, s.Downloaded.Bytes)
		rowMillis.Update(ctx, s.Downloaded.Elapsed.Milliseconds())
		rowBytes.Update(ctx, s.Downloaded.Bytes)
	case s.Failure == "":
		written.Inc(ctx, 1)
	default:
		beam.NewCounter(progress.Namespace, progress.FailedAs(reason.Reason(s.Failure))).Inc(ctx, 1)
	}
}

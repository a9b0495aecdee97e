package materialize

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

var (
	resumed   = beam.NewCounter(progress.Namespace, progress.ResumedRows)
	written   = beam.NewCounter(progress.Namespace, progress.WrittenRows)
	bytes     = beam.NewCounter(progress.Namespace, progress.Bytes)
	rowMillis = beam.NewDistribution(progress.Namespace, progress.RowMillis)
	rowBytes  = beam.NewDistribution(progress.Namespace, progress.RowBytes)
)

// count adds to the runner's metrics what came of a row. ctx is the bundle's, and
// the goroutine too: Beam's metrics are found in the one and bear no other.
func count(ctx context.Context, s engine.Settled) {
	if s.Resumed > 0 {
		resumed.Inc(ctx, s.Resumed)
		return
	}
	if s.Failure == "" {
		written.Inc(ctx, 1)
	} else {
		beam.NewCounter(progress.Namespace, progress.FailedAs(reason.Reason(s.Failure))).Inc(ctx, 1)
	}
	if s.Asked {
		bytes.Inc(ctx, s.Bytes)
		rowMillis.Update(ctx, s.Elapsed.Milliseconds())
		rowBytes.Update(ctx, s.Bytes)
	}
}

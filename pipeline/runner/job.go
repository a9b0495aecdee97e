package runner

import (
	"cmp"
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// Job is what an engine is given to run.
type Job struct {
	Name   string
	Output string // folder
	Graph  *beam.Pipeline
}

// Run has Beam run the graph on the runner that its --runner flag names, Prism if
// it names none. Each engine's package imports the runners it needs. Beam's beamx
// would import them all, and code generated for parameter types that no job of
// ours has: 3 MB of the program.
func (j Job) Run(ctx context.Context) (beam.PipelineResult, error) {
	return beam.Run(ctx, cmp.Or(Flag("runner"), "prism"), j.Graph)
}

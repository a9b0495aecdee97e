package pipeline

import (
	"context"
	"io"
	"time"

	"github.com/beamcrop/beamcrop/pipeline/folder"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Verify reads every file of the shards in an output folder and compares it with
// its sidecar, and says on to what is damaged. It needs no inputs, downloads nothing
// and writes nothing. Damage is an error with exit code 1 (joberror.Find).
func Verify(ctx context.Context, o Options, to io.Writer) error {
	if o.Output == "" {
		return joberror.Usagef("--output is missing: name the folder that --verify is to check")
	}
	if err := folder.Verify(ctx, o.Output, to); err != nil {
		return interrupted(ctx, err)
	}
	return nil
}

// Progress says on to how far the job is whose output is in o.ProgressOf, by the
// shards that are complete. It needs no other option and writes nothing.
func Progress(ctx context.Context, o Options, to io.Writer) error {
	if err := folder.Progress(ctx, o.ProgressOf, time.Now(), to); err != nil {
		return interrupted(ctx, err)
	}
	return nil
}

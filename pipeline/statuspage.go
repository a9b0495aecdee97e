package pipeline

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/pipeline/status"
	"github.com/beamcrop/beamcrop/pipeline/terminal"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// openStatus takes the address of --status, so that a mistake in it is found before
// anything else is done. The server is nil if the flag was not given.
func openStatus(ctx context.Context, o Options) (*status.Server, error) {
	if o.Status == "" {
		return nil, nil
	}
	if runner.Flag("async") == "true" {
		return nil, joberror.Usagef("--status needs a process that waits for the job, and --async leaves none: follow it by --progress_of=%s", o.Output)
	}
	server, err := status.Listen(ctx, o.Status)
	if err != nil {
		return nil, joberror.Usagef("--status: %w", err)
	}
	return server, nil
}

// serveStatus shows the job at the server, if there is one.
func (j job) serveStatus(ctx context.Context, store *files.Files, server *status.Server, display *terminal.Display, track *progress.Tracker) {
	if server == nil {
		return
	}
	soFar := summarize.NewSoFar(store, j.summaryOptions())
	server.Start(ctx, status.Job{
		Counts: track.Snapshot,
		Page: func(ctx context.Context) ([]byte, error) {
			line := display.Line()
			if line == "" {
				line = "planning: reading the inputs"
			}
			return soFar.HTML(ctx, line)
		},
	})
	display.Say("status: " + server.URL())
}

package pipeline

import (
	"time"

	"github.com/beamcrop/beamcrop/pipeline/terminal"
)

// Result is what came of a job.
type Result struct {
	terminal.Result
	// Unfinished says how far a job array is whose other parts have something left to
	// do, and how to finish; "" = the job is done. Nothing else is known of it then.
	Unfinished string
	Submitted  string // how to follow a job that goes on alone (--async); nothing else is known of it
}

// Table says in a few lines what came of a job.
func Table(r Result, output string, elapsed time.Duration) string {
	return terminal.Table(r.Result, output, elapsed)
}

// Hint says what a user may not have thought of, given what came of a job; "" if
// nothing comes to mind.
func Hint(r Result, o Options) string { return terminal.Hint(r.Result, o.Fetch) }

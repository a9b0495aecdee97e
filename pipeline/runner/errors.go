package runner

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// CancelWithin is how long an engine may take to cancel a job, for someone who has
// pressed Ctrl-C.
const CancelWithin = 5 * time.Second

// ErrInterrupted is the error of a job that was stopped before its end, here or
// where it runs.
var ErrInterrupted = errors.New("interrupted")

// GoesOnError says that a job which was to end may go on without its launcher.
type GoesOnError struct {
	Where string // a job server, a Flink or Dataflow
	Name  string // of the job
	Err   error
}

// Error says what to do.
func (e *GoesOnError) Error() string {
	return fmt.Sprintf("the job may go on at %s: cancel %s there (%v)", e.Where, e.Name, e.Err)
}

// Unwrap returns why it could not be cancelled.
func (e *GoesOnError) Unwrap() error { return e.Err }

// longestCause is how much is told of what a runner says, in bytes.
const longestCause = 300

// Failure is the error of a runner, or of a stage as the runner tells it, in a line.
// Runners wrap an error in descriptions of their graph, and its cause stands last.
func Failure(who string, err error) error {
	if _, _, marked := joberror.Find(err); marked {
		return err
	}
	slog.Error("the runner failed", "error", err)
	text := err.Error()
	if at := strings.LastIndex(text, "caused by:"); at >= 0 {
		text = text[at+len("caused by:"):]
	}
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > longestCause {
		text = strings.ToValidUTF8(text[:longestCause], "") + " ..."
	}
	return joberror.Failedf("%s failed: %s; run the same command again to resume, with --verbose for more", who, text)
}

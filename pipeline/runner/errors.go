package runner

import (
	"errors"
	"fmt"
	"time"
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

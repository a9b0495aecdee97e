package dataflow

import (
	"context"
	"errors"
	"fmt"
	"time"

	df "google.golang.org/api/dataflow/v1b3"
)

// ErrCancelled is Follow's error when somebody cancelled the job.
var ErrCancelled = errors.New("the job was cancelled")

// Watcher is told what happens to a job.
type Watcher struct {
	Says    func(line string)      // a new state, and Dataflow's warnings and errors
	Metrics func(m *df.JobMetrics) // as they are now
}

// How often a job is looked at: soon at first, for a short job, and then at
// Dataflow's own pace, which has new metrics some times a minute.
const (
	firstLook = 500 * time.Millisecond
	lookEvery = 10 * time.Second
	// blindLooks is how many looks in a row may fail: five minutes, while the job
	// goes on.
	blindLooks = 30
)

// Follow returns when the job has ended: nil if it did its work.
func (s *Service) Follow(ctx context.Context, id string, w Watcher) error {
	f := follower{service: s, id: id, watcher: w, seen: map[string]bool{}}
	failed := 0
	for wait := firstLook; ; wait = min(wait*3/2, lookEvery) {
		over, err := f.look(ctx)
		if over {
			return err
		}
		failed++
		if err == nil {
			failed = 0
		}
		if failed == blindLooks {
			return fmt.Errorf("lost sight of job %s, which goes on at Dataflow: %s: %w", id, s.Command("describe", id), err)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

type follower struct {
	service *Service
	id      string
	watcher Watcher
	state   string
	since   string          // of the messages
	seen    map[string]bool // messages
	last    string          // error message
}

// look looks once. Errors are of the job if it is over, else of the looking.
func (f *follower) look(ctx context.Context) (over bool, err error) {
	job, err := f.service.jobs.Get(f.service.Project, f.service.Region, f.id).Context(ctx).Do()
	if err != nil {
		return false, err
	}
	messages, metrics := f.messages(ctx), f.metrics(ctx)
	if job.CurrentState != f.state {
		f.state = job.CurrentState
		f.watcher.Says(fmt.Sprintf("Dataflow job %s: %s", f.id, f.state))
	}
	switch f.state {
	case "JOB_STATE_DONE":
		return true, nil
	case "JOB_STATE_CANCELLED":
		return true, ErrCancelled
	case "JOB_STATE_FAILED", "JOB_STATE_UPDATED", "JOB_STATE_DRAINED":
		if f.last == "" {
			f.last = "it says no more; see " + f.service.Console(f.id)
		}
		return true, fmt.Errorf("Dataflow job %s ended as %s: %s", f.id, f.state, f.last) //nolint:staticcheck // a name
	}
	return false, errors.Join(messages, metrics)
}

// messages passes on what is new. A message may come twice: the list starts at
// the time of the last one.
func (f *follower) messages(ctx context.Context) error {
	call := f.service.jobs.Messages.List(f.service.Project, f.service.Region, f.id).MinimumImportance("JOB_MESSAGE_WARNING")
	if f.since != "" {
		call = call.StartTime(f.since)
	}
	return call.Pages(ctx, func(page *df.ListJobMessagesResponse) error {
		for _, m := range page.JobMessages {
			if f.seen[m.Id] {
				continue
			}
			f.seen[m.Id], f.since = true, m.Time
			if m.MessageImportance == "JOB_MESSAGE_ERROR" {
				f.last = m.MessageText
			}
			f.watcher.Says("Dataflow: " + firstLine(m.MessageText))
		}
		return nil
	})
}

func (f *follower) metrics(ctx context.Context) error {
	m, err := f.service.jobs.GetMetrics(f.service.Project, f.service.Region, f.id).Context(ctx).Do()
	if err == nil {
		f.watcher.Metrics(m)
	}
	return err
}

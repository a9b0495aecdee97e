package flink

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// patience is how many looks in a row may find tasks without a slot where there are
// enough: they are given out in a moment, unless another job has them.
const patience = 3

// news says what has changed at Flink since it was last asked, in lines for whoever
// waits for the job. Without it a job that has lost its workers, or gets none, looks
// like a slow one.
type news struct {
	begun     bool
	managers  []string // ids of the TaskManagers
	failed    int64    // time of the last failure that was told
	restarted time.Time
	waited    int    // looks in a row with tasks that have no slot
	waiting   string // for what, as it was told; "" = for nothing
}

// of returns the lines that a status is worth.
func (n *news) of(s status) []string {
	lines := n.ofManagers(s)
	for _, f := range slices.Backward(s.exceptions.History.Entries) { // the newest is first
		if f.Timestamp > n.failed {
			n.failed = f.Timestamp
			lines = append(lines, f.String())
		}
	}
	if at := s.restarted(); at.After(n.restarted) {
		n.restarted = at
		lines = append(lines, "Flink starts the job again; complete shards are kept")
	}
	return append(lines, n.ofSlots(s)...)
}

// ofManagers tells of TaskManagers that have gone or come.
func (n *news) ofManagers(s status) (lines []string) {
	var now []string
	for _, m := range s.cluster.TaskManagers {
		now = append(now, m.ID)
	}
	left := fmt.Sprintf("it has %d %s", len(now), figures.Plural(int64(len(now)), "TaskManager", "TaskManagers"))
	for _, id := range n.managers {
		if !slices.Contains(now, id) {
			lines = append(lines, fmt.Sprintf("Flink has lost the TaskManager %s: %s left", id, left))
		}
	}
	for _, id := range now {
		if n.begun && !slices.Contains(n.managers, id) {
			lines = append(lines, fmt.Sprintf("Flink has a new TaskManager, %s: %s now", id, left))
		}
	}
	n.begun, n.managers = true, now
	return lines
}

// ofSlots tells what the job waits for, once, and when that is over.
func (n *news) ofSlots(s status) []string {
	was := n.waiting
	if n.waiting = n.wants(s); n.waiting == was {
		return nil
	}
	if n.waiting != "" {
		return []string{n.waiting}
	}
	return []string{"Flink has found slots for all tasks of the job"}
}

// wants says what the job waits for, "" if it waits for nothing.
func (n *news) wants(s status) string {
	all, free := s.slots()
	switch needs := s.needs(); {
	case s.job.State != "RUNNING": // such as RESTARTING: tasks end before they are placed again
		return n.waiting
	case s.unplaced() == 0:
		n.waited = 0
		return ""
	case all == 0:
		return "Flink has no TaskManager: the job waits until one starts"
	case all < needs:
		return fmt.Sprintf("Flink has too few slots: the job needs %d, and there %s %d: it waits for another TaskManager, or start it anew with --parallelism=%[3]d", needs, figures.Plural(int64(all), "is", "are"), all)
	case free == 0:
		if n.waited++; n.waited < patience {
			return n.waiting
		}
		return fmt.Sprintf("Flink has no free slot: the job needs %d, and another job may have them: it waits", needs)
	}
	return n.waiting
}

// String tells of a failed attempt in a line.
func (f failure) String() string {
	text := "Flink: an attempt at the job failed"
	if f.TaskManager != "" && !strings.Contains(f.Trace, f.TaskManager) {
		text += " on " + f.TaskManager
	}
	return text + ": " + cause(f.Trace)
}

// className is a Java class at the start of an error's text.
var className = regexp.MustCompile(`^(?:[\w$]+\.)+[\w$]+: `)

// maxCause bounds what is told of an error, which may hold a page of a harness's log.
const maxCause = 300

// workerGone is how the connection to a worker ends that is killed.
const workerGone = "CANCELLED: client cancelled"

// cause returns the line of a stack trace that says most: ours, where it holds one,
// or else what caused the others.
func cause(trace string) string {
	if line, _, ours := joberror.Find(errors.New(trace)); ours {
		return strings.Join(strings.Fields(line), " ")
	}
	found, _, _ := strings.Cut(trace, "\n")
	for line := range strings.Lines(trace) {
		if text, is := strings.CutPrefix(line, "Caused by: "); is {
			found = text
		}
	}
	found = strings.Join(strings.Fields(found), " ")
	for className.MatchString(found) {
		found = className.ReplaceAllString(found, "")
	}
	if len(found) > maxCause {
		found = strings.ToValidUTF8(found[:maxCause], "") + "..."
	}
	if strings.HasPrefix(found, workerGone) {
		found += " (a worker process is gone)"
	}
	return found
}

package flink

import (
	"context"
	"net/http"
	"time"
)

// status is how a job and its cluster are, as far as it is said at the terminal. The
// parts are answers of Flink's REST API.
type status struct {
	job struct {
		State      string
		Timestamps map[string]int64 // of the last time in each state, 0 = never
		Vertices   []vertex
	}
	exceptions struct {
		History struct{ Entries []failure } `json:"exceptionHistory"`
	}
	cluster struct{ TaskManagers []taskManager }
}

// vertex is a stage of the job.
type vertex struct {
	Parallelism int
	Tasks       map[string]int // by their state
}

// failure is one failed attempt.
type failure struct {
	Timestamp   int64  // in milliseconds
	Trace       string `json:"stacktrace"`
	TaskManager string `json:"taskManagerId"`
}

type taskManager struct {
	ID    string
	Slots int `json:"slotsNumber"`
	Free  int `json:"freeSlots"`
}

// status asks how the job is.
func (m master) status(ctx context.Context, id string) (s status, err error) {
	for _, question := range []struct {
		path   string
		answer any
	}{
		{"/jobs/" + id, &s.job},
		{"/jobs/" + id + "/exceptions", &s.exceptions},
		{"/taskmanagers", &s.cluster},
	} {
		if err := m.ask(ctx, http.MethodGet, question.path, question.answer); err != nil {
			return status{}, err
		}
	}
	return s, nil
}

// restarted is when the job last began to start again; zero = never.
func (s status) restarted() time.Time {
	if at := s.job.Timestamps["RESTARTING"]; at > 0 {
		return time.UnixMilli(at)
	}
	return time.Time{}
}

// unplaced is how many tasks have no slot yet.
func (s status) unplaced() (tasks int) {
	for _, v := range s.job.Vertices {
		tasks += v.Tasks["CREATED"] + v.Tasks["SCHEDULED"]
	}
	return tasks
}

// needs is how many slots the job takes: tasks of different stages share one.
func (s status) needs() (slots int) {
	for _, v := range s.job.Vertices {
		slots = max(slots, v.Parallelism)
	}
	return slots
}

// slots counts the cluster's slots.
func (s status) slots() (all, free int) {
	for _, m := range s.cluster.TaskManagers {
		all, free = all+m.Slots, free+m.Free
	}
	return all, free
}

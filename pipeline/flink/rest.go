package flink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// master is a JobManager's REST API, HOST:PORT.
type master string

// cancel cancels the job of that name.
func (m master) cancel(ctx context.Context, name string) error {
	id, err := m.await(ctx, name)
	if err != nil {
		return err
	}
	return m.ask(ctx, http.MethodPatch, "/jobs/"+id+"?mode=cancel", &struct{}{})
}

// await returns a job's id, waiting for a job that was submitted a moment ago to
// be listed.
func (m master) await(ctx context.Context, name string) (id string, err error) {
	for {
		if id, err := m.find(ctx, name); err != nil || id != "" {
			return id, err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return "", errors.New("not in the list of jobs")
		}
	}
}

func (m master) find(ctx context.Context, name string) (id string, err error) {
	var answer struct {
		Jobs []struct{ JID, Name string }
	}
	if err := m.ask(ctx, http.MethodGet, "/jobs/overview", &answer); err != nil {
		return "", err
	}
	for _, job := range answer.Jobs {
		if job.Name == name {
			return job.JID, nil
		}
	}
	return "", nil
}

func (m master) ask(ctx context.Context, method, path string, answer any) (err error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+string(m)+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: %s", path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

package testflink

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Job is a job as the JobManager lists it.
type Job struct {
	ID    string `json:"jid"`
	Name  string `json:"name"`
	State string `json:"state"` // RUNNING, FINISHED, CANCELED, FAILED, ...
}

// Jobs lists the cluster's jobs, the running ones and those that have ended.
func (f *Flink) Jobs(ctx context.Context) ([]Job, error) {
	var answer struct{ Jobs []Job }
	err := f.ask(ctx, http.MethodGet, "/jobs/overview", &answer)
	return answer.Jobs, err
}

// Accumulators are what a job's tasks have counted, as the REST API gives it:
// Beam's metrics are in the text of one.
func (f *Flink) Accumulators(ctx context.Context, id string) (string, error) {
	var answer json.RawMessage
	err := f.ask(ctx, http.MethodGet, "/jobs/"+id+"/accumulators", &answer)
	return string(answer), err
}

// Cancel cancels a job, as the web page's button does.
func (f *Flink) Cancel(ctx context.Context, id string) error {
	return f.ask(ctx, http.MethodPatch, "/jobs/"+id+"?mode=cancel", &struct{}{})
}

func (f *Flink) ask(ctx context.Context, method, path string, answer any) error {
	request, err := http.NewRequestWithContext(ctx, method, f.Web+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // nothing was written
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s", method, path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

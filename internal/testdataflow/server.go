package testdataflow

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	df "google.golang.org/api/dataflow/v1b3"
)

// Server is a Dataflow.
type Server struct {
	URL string // for --dataflow_endpoint

	dir  string // of programs
	http *httptest.Server
	ctx  context.Context
	work sync.WaitGroup

	mu   sync.Mutex
	jobs []*job
}

type job struct {
	df.Job
	messages []*df.JobMessage
	run      *run
	cancel   context.CancelFunc
}

// token is what requests must bear.
const token = "loopback"

// Start starts a server, which ends with the test, and points Google's clients at
// its credentials.
func Start(t *testing.T) *Server {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	s := &Server{dir: t.TempDir(), ctx: ctx}
	mux := http.NewServeMux()
	const jobs = "/v1b3/projects/{project}/locations/{region}/jobs"
	mux.HandleFunc("POST /token", s.handToken)
	mux.HandleFunc("GET "+jobs, s.authorized(s.list))
	mux.HandleFunc("POST "+jobs, s.authorized(s.create))
	mux.HandleFunc("GET "+jobs+"/{id}", s.authorized(s.get))
	mux.HandleFunc("PUT "+jobs+"/{id}", s.authorized(s.update))
	mux.HandleFunc("GET "+jobs+"/{id}/messages", s.authorized(s.listMessages))
	mux.HandleFunc("GET "+jobs+"/{id}/metrics", s.authorized(s.getMetrics))
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL
	t.Cleanup(func() {
		stop()
		s.work.Wait()
		s.http.Close()
	})
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", s.writeCredentials(t))
	return s
}

// Jobs returns the jobs that were created, as they were asked for.
func (s *Server) Jobs() []df.Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]df.Job, len(s.jobs))
	for i, j := range s.jobs {
		all[i] = j.Job
	}
	return all
}

func (s *Server) authorized(handle func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			answer(w, http.StatusUnauthorized, "no credentials")
			return
		}
		body, err := handle(r)
		if err != nil {
			answer(w, http.StatusBadRequest, err.Error())
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body) // a client that has gone
	}
}

// answer is an error as Google's APIs put it.
func answer(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": code, "message": message}})
}

func (s *Server) create(r *http.Request) (any, error) {
	j := &job{}
	if err := json.NewDecoder(r.Body).Decode(&j.Job); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	j.Id, j.CurrentState, j.cancel = fmt.Sprintf("2026-01-01_00_00_00-%d", len(s.jobs)+1), "JOB_STATE_PENDING", cancel
	s.jobs = append(s.jobs, j)
	s.work.Go(func() {
		defer cancel()
		s.end(j, s.do(ctx, j))
	})
	return j.Job, nil
}

// end notes how a job ended.
func (s *Server) end(j *job, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case j.RequestedState == "JOB_STATE_CANCELLED":
		j.CurrentState = "JOB_STATE_CANCELLED"
	case err != nil:
		j.CurrentState = "JOB_STATE_FAILED"
		j.messages = append(j.messages, &df.JobMessage{Id: "1", Time: time.Now().UTC().Format(time.RFC3339Nano), MessageImportance: "JOB_MESSAGE_ERROR", MessageText: err.Error()})
	default:
		j.CurrentState = "JOB_STATE_DONE"
	}
}

func (s *Server) list(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := &df.ListJobsResponse{}
	for _, j := range s.jobs {
		ended := strings.HasSuffix(j.CurrentState, "DONE") || strings.HasSuffix(j.CurrentState, "ED")
		if r.FormValue("filter") != "ACTIVE" || !ended {
			copied := j.Job
			answer.Jobs = append(answer.Jobs, &copied)
		}
	}
	return answer, nil
}

// find returns the job that a request names, locked until unlock is called.
func (s *Server) find(r *http.Request) (j *job, unlock func(), err error) {
	s.mu.Lock()
	for _, j := range s.jobs {
		if j.Id == r.PathValue("id") {
			return j, s.mu.Unlock, nil
		}
	}
	s.mu.Unlock()
	return nil, nil, fmt.Errorf("no job %s", r.PathValue("id"))
}

func (s *Server) get(r *http.Request) (any, error) {
	j, unlock, err := s.find(r)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return j.Job, nil
}

func (s *Server) update(r *http.Request) (any, error) {
	var to df.Job
	if err := json.NewDecoder(r.Body).Decode(&to); err != nil {
		return nil, err
	}
	j, unlock, err := s.find(r)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if to.RequestedState != "JOB_STATE_CANCELLED" {
		return nil, fmt.Errorf("requestedState %q", to.RequestedState)
	}
	j.RequestedState = to.RequestedState
	j.cancel()
	return j.Job, nil
}

func (s *Server) listMessages(r *http.Request) (any, error) {
	j, unlock, err := s.find(r)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return &df.ListJobMessagesResponse{JobMessages: j.messages}, nil
}

func (s *Server) getMetrics(r *http.Request) (any, error) {
	j, unlock, err := s.find(r)
	if err != nil {
		return nil, err
	}
	run := j.run
	unlock()
	if run == nil {
		return &df.JobMetrics{}, nil
	}
	return run.metrics(r.Context())
}

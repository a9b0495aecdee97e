package materialize

import (
	"sync"

	"github.com/beamcrop/beamcrop/transforms/engine"
)

// workers are the engine.Workers of this process, one a job: bundles come and
// go, and all of a job's share its connections, hosts' limits and memory. It is
// process-wide because a DoFn arrives serialised and can hold no pointer.
var workers = registry{jobs: map[string]*shared{}}

type registry struct {
	mu   sync.Mutex
	jobs map[string]*shared
}

type shared struct {
	worker *engine.Worker
	users  int
}

func (r *registry) acquire(o engine.Options) (*engine.Worker, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.jobs[o.Job]
	if s == nil {
		worker, err := engine.NewWorker(o)
		if err != nil {
			return nil, err
		}
		s = &shared{worker: worker}
		r.jobs[o.Job] = s
	}
	s.users++
	return s.worker, nil
}

func (r *registry) release(job string) error {
	r.mu.Lock()
	s := r.jobs[job]
	last := false
	if s != nil {
		s.users--
		if last = s.users == 0; last {
			delete(r.jobs, job)
		}
	}
	r.mu.Unlock()
	if !last {
		return nil
	}
	return s.worker.Close()
}

// Close ends what a job left running in this process: runners inside the
// process may keep a DoFn, and so its worker, after the job.
func Close(job string) error {
	workers.mu.Lock()
	s := workers.jobs[job]
	delete(workers.jobs, job)
	workers.mu.Unlock()
	if s == nil {
		return nil
	}
	return s.worker.Close()
}

// Stop makes a job's bundles in this process fail soon.
func Stop(job string) {
	workers.mu.Lock()
	defer workers.mu.Unlock()
	if s := workers.jobs[job]; s != nil {
		s.worker.Stop()
	}
}

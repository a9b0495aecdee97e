package cropfetch

import (
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/transforms/engine"
)

// idleFor is how long a Worker outlives its last bundle. Runners that stream make
// bundles all the time, and what hosts have asked for, such as to be left alone
// for a while, should outlast the gaps between them.
const idleFor = time.Minute

// workers are the engine.Workers of this process, one for all bundles that have
// the same options. They are process-wide because a DoFn arrives serialised and
// can hold no pointer, and live by bundles because not all runners tear it down.
var workers = registry{shared: map[Options]*shared{}}

type registry struct {
	mu     sync.Mutex
	shared map[Options]*shared
}

// shared is a Worker and how many bundles use it.
type shared struct {
	worker *engine.Worker
	users  int
	idle   *time.Timer // closes it; nil before it was idle
}

func (r *registry) acquire(o Options) (*engine.Worker, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.shared[o]
	if s == nil {
		worker, err := engine.NewWorker(o.engine())
		if err != nil {
			return nil, err
		}
		s = &shared{worker: worker}
		r.shared[o] = s
	}
	s.users++
	if s.idle != nil {
		s.idle.Stop()
	}
	return s.worker, nil
}

func (r *registry) release(o Options) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.shared[o]
	s.users--
	if s.users == 0 {
		s.idle = time.AfterFunc(idleFor, func() { _ = r.closeIdle(o) }) // what it still holds is of no use to anybody
	}
}

// closeIdle closes the Worker of o if no bundle uses it.
func (r *registry) closeIdle(o Options) error {
	r.mu.Lock()
	s := r.shared[o]
	if s == nil || s.users > 0 {
		r.mu.Unlock()
		return nil
	}
	s.idle.Stop()
	delete(r.shared, o)
	r.mu.Unlock()
	return s.worker.Close()
}

package engine

import "sync"

// shelfReaders is how many pictures are read from the store of originals at once:
// enough to hide an object store's latency.
const shelfReaders = 16

// shelf has tasks done by a few goroutines, in order. Nobody waits to add one, so
// that what the store has holds up no request: the look-ahead bounds how many there are. The
// goroutines end when there is nothing to do.
type shelf struct {
	mu      sync.Mutex
	tasks   []func()
	readers int
	running sync.WaitGroup
}

func (s *shelf) add(task func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks = append(s.tasks, task)
	if s.readers < shelfReaders {
		s.readers++
		s.running.Go(s.work)
	}
}

func (s *shelf) work() {
	for task := s.next(); task != nil; task = s.next() {
		task()
	}
}

// next takes a task; without one it counts a reader out.
func (s *shelf) next() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tasks) == 0 {
		s.readers--
		return nil
	}
	task := s.tasks[0]
	s.tasks[0] = nil
	s.tasks = s.tasks[1:]
	return task
}

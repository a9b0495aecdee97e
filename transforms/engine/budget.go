package engine

import "sync"

// budget bounds what the open shards of a worker hold: their rows, and the bytes
// of their finished crops that wait in memory. All bundles share it.
type budget struct {
	maxRows, maxBytes int64

	mu       sync.Mutex
	rows     int64
	bytes    int64
	released chan struct{} // closed, and replaced, when rows are given back
}

func newBudget(maxRows, maxBytes int64) *budget {
	return &budget{maxRows: maxRows, maxBytes: maxBytes, released: make(chan struct{})}
}

// takeRows takes room for a shard's rows. A bundle that holds no shard passes
// must: it gets room even for a shard larger than all of it, for otherwise
// nobody would ever give any back.
func (r *budget) takeRows(n int64, must bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rows+n > r.maxRows && !must {
		return false
	}
	r.rows += n
	return true
}

func (r *budget) giveRows(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows -= n
	close(r.released)
	r.released = make(chan struct{})
}

// onRelease returns a channel that is closed the next time rows are given back.
func (r *budget) onRelease() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.released
}

// takeBytes takes memory for a finished crop, if there is any.
func (r *budget) takeBytes(n int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bytes+n > r.maxBytes {
		return false
	}
	r.bytes += n
	return true
}

func (r *budget) giveBytes(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bytes -= n
}

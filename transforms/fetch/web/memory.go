package web

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// FreeBody is how many bytes each body may use without asking.
const FreeBody = 1 << 20

// bodyBudget is for all larger bodies together, in bytes, unless MaxBytes is more.
const bodyBudget = 512 << 20

// memory bounds what larger bodies in flight take together. A body asks once,
// for all that it may come to need, and holds nothing of it while it asks; so
// whoever holds a share can finish, and there is no deadlock. In all, bodies take
// at most Concurrency x 1 MiB + max(512 MiB, MaxBytes), and while a buffer of
// unknown length grows, half of its share more.
type memory struct {
	budget *semaphore.Weighted
	size   int64
}

func newMemory(maxBytes int64) memory {
	size := max(bodyBudget, maxBytes)
	return memory{budget: semaphore.NewWeighted(size), size: size}
}

// acquire waits for n bytes, or for all there are, while the attempt's timer stands still. Waiting costs
// nothing else than the slots: the server's data waits in its socket.
func (m memory) acquire(ctx context.Context, t *attemptTimer, n int64) (release func(), err error) {
	n = min(n, m.size)
	if !m.budget.TryAcquire(n) {
		t.pause()
		defer t.resume()
		if err := m.budget.Acquire(ctx, n); err != nil {
			return nil, err
		}
	}
	return func() { m.budget.Release(n) }, nil
}

package store

import (
	"context"
	"math/rand/v2"
	"time"
)

// The tries of one request to a store, and the pauses between them, which double:
// in all they span half a minute at least, so that a service that is restarted, or
// a network that is down for a moment, does not end a job of days.
const (
	Attempts     = 9
	firstPause   = 500 * time.Millisecond
	longestPause = 8 * time.Second
)

// Pauses says how long to wait after a try, counted from 0.
type Pauses func(attempt int) time.Duration

// UsualPauses are shortened by up to a quarter, so that those who failed together
// do not come again together.
func UsualPauses(attempt int) time.Duration {
	full := min(firstPause<<min(attempt, 10), longestPause)
	return full - rand.N(full/4)
}

// BackoffDelay makes Pauses a retry.BackoffDelayer of the AWS SDK.
func (p Pauses) BackoffDelay(attempt int, _ error) (time.Duration, error) { return p(attempt), nil }

// Sleep waits for d, or returns the error of a context that ends before.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

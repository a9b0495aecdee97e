package fetch

import (
	"context"
	"time"
)

// attemptTimer ends a context when an attempt has used up its time, and can
// stand still meanwhile: waiting for memory is not the server's fault. It is for
// one goroutine.
type attemptTimer struct {
	timer  *time.Timer
	left   time.Duration
	since  time.Time     // running or standing still since
	paused time.Duration // in all
}

// withAttemptTimer returns a context that ends after d with errAttemptOver as its
// cause. Call stop when the attempt is over.
func withAttemptTimer(parent context.Context, d time.Duration) (ctx context.Context, t *attemptTimer, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	t = &attemptTimer{left: d, since: time.Now()}
	t.timer = time.AfterFunc(d, func() { cancel(errAttemptOver) })
	return ctx, t, func() {
		t.timer.Stop()
		cancel(nil)
	}
}

func (t *attemptTimer) pause() {
	t.timer.Stop()
	t.left -= time.Since(t.since)
	t.since = time.Now()
}

func (t *attemptTimer) resume() {
	t.paused += time.Since(t.since)
	t.since = time.Now()
	t.timer.Reset(t.left)
}

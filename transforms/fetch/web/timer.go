package web

import (
	"context"
	"io"
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
	end    func(cause error)
	body   *minRateReader // of the body, nil before there is one
}

// withAttemptTimer returns a context that ends after d with errAttemptOver as its
// cause. Call stop when the attempt is over.
func withAttemptTimer(parent context.Context, d time.Duration) (ctx context.Context, t *attemptTimer, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	t = &attemptTimer{left: d, since: time.Now()}
	t.end = cancel
	t.timer = time.AfterFunc(d, func() { cancel(errAttemptOver) })
	return ctx, t, func() {
		t.timer.Stop()
		cancel(nil)
	}
}

// watch returns a reader of a body that ends the attempt if src is too slow.
func (t *attemptTimer) watch(src io.ReadCloser, period time.Duration) *minRateReader {
	t.body = newMinRateReader(src, period, t.end)
	return t.body
}

func (t *attemptTimer) pause() {
	t.timer.Stop()
	if t.body != nil {
		t.body.pause()
	}
	t.left -= time.Since(t.since)
	t.since = time.Now()
}

func (t *attemptTimer) resume() {
	t.paused += time.Since(t.since)
	t.since = time.Now()
	t.timer.Reset(t.left)
	if t.body != nil {
		t.body.resume()
	}
}

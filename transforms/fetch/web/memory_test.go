package web

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestMemory(t *testing.T) {
	bubble(t, "the timer stands still while a body waits", func(t *testing.T) {
		m := newMemory(1)
		hold, err := m.acquire(t.Context(), nil, bodyBudget)
		if err != nil {
			t.Fatal(err)
		}
		ctx, timer, stop := withAttemptTimer(t.Context(), 10*time.Second)
		defer stop()
		time.Sleep(4 * time.Second)
		time.AfterFunc(time.Hour, hold)
		free, err := m.acquire(ctx, timer, 2*FreeBody)
		if err != nil {
			t.Fatal(err)
		}
		if timer.paused != time.Hour {
			t.Errorf("paused %v", timer.paused)
		}
		time.Sleep(6*time.Second - time.Nanosecond)
		if ctx.Err() != nil {
			t.Error("the timer ran while the body waited")
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if got := classify(ctx, ctx.Err()); got.Reason != reason.Timeout {
			t.Errorf("%v after its time", got)
		}
		free()
		if !m.budget.TryAcquire(bodyBudget) {
			t.Error("not all was given back")
		}
	})

	bubble(t, "a cancelled body stops waiting and holds nothing", func(t *testing.T) {
		m := newMemory(1)
		hold, err := m.acquire(t.Context(), nil, bodyBudget)
		if err != nil {
			t.Fatal(err)
		}
		parent, cancel := context.WithCancel(t.Context())
		ctx, timer, stop := withAttemptTimer(parent, time.Second)
		defer stop()
		time.AfterFunc(time.Hour, cancel)
		if _, err := m.acquire(ctx, timer, 1); err == nil {
			t.Error("no error")
		}
		hold()
		if !m.budget.TryAcquire(bodyBudget) {
			t.Error("it holds some")
		}
	})

	t.Run("one body may be larger than the usual budget", func(t *testing.T) {
		m := newMemory(2 * bodyBudget)
		if !m.budget.TryAcquire(2 * bodyBudget) {
			t.Error("it could never be read")
		}
	})
}

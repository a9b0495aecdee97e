package engine

import (
	"context"
	"errors"
	"testing"
)

// A bundle that ends just when there is room for its next shard gives the room
// back: the worker, which other bundles share, outlives it.
func TestRoomOfAnEndedBundle(t *testing.T) {
	b := newBench(t, []string{"http://h.example/1.jpg"}, 1, nothing)
	ctx, cancel := context.WithCancel(t.Context())
	bundle := b.worker.NewBundle(ctx)
	cancel()
	if err := bundle.Add(b.shards[0], b.emit); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := bundle.Close(); err != nil {
		t.Error(err)
	}
	if rows := b.worker.room.rows; rows != 0 {
		t.Errorf("%d rows were not given back", rows)
	}
}

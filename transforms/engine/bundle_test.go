package engine

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
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
	if rows := b.worker.budget.rows; rows != 0 {
		t.Errorf("%d rows were not given back", rows)
	}
}

// A host is not blamed for rows that it was never asked for.
func TestHostsOfInvalidRows(t *testing.T) {
	server := startWeb(t, 2)
	links := linksOf(server, 4, func(i int) (int, testweb.Picture) { return i % 2, testweb.Picture{} })
	table := make([]listed, len(links))
	for i, l := range links {
		table[i] = listed{URL: l, Box: []string{"[10, 10, 40, 30]", "none"}[i%2]}
	}
	b := newTable(t, table, len(table), nothing).mustRun()
	want := []shards.HostReport{{Host: strings.TrimPrefix(server.Base(0), "http://"), Rows: 2}}
	if diff := cmp.Diff(want, b.emitted[0].Report.Hosts); diff != "" {
		t.Error(diff)
	}
}

package leases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

// Standing is how a shard's lease stands with the process that asks for it.
type Standing int

// What there is to say of a lease.
const (
	Ours   Standing = iota // this process may work at the shard
	Theirs                 // a process has it that is seen to be alive
	Unsure                 // a process has it that may be dead: ask again after Interval
)

// Leases are those of one output folder, as one process sees them. Its methods are
// safe for concurrent use.
type Leases struct {
	store       *files.Files
	output, run string
	now         func() time.Time

	mu   sync.Mutex
	seen map[string]sight // of other runs' pulses, by run
}

// sight is what was last seen of a pulse.
type sight struct {
	content string
	since   time.Time // when it was first seen with that content
	beats   bool      // it was seen to change
}

// New returns the leases of an output folder for a run, which keeps a pulse (see Beat).
func New(store *files.Files, output, run string) *Leases {
	return &Leases{store: store, output: output, run: run, now: time.Now, seen: map[string]sight{}}
}

// Take takes the lease on a shard if it is free.
func (l *Leases) Take(ctx context.Context, shard, of int) (Standing, error) {
	standing, err := l.take(ctx, shard, of)
	if err != nil {
		return standing, fmt.Errorf("taking the lease on %s: %w", shards.Name(shard, of), err)
	}
	return standing, nil
}

func (l *Leases) take(ctx context.Context, shard, of int) (Standing, error) {
	uri := files.Join(l.output, shards.LeaseName(shard, of))
	err := l.store.WriteFileIf(ctx, uri, "", []byte(l.run))
	if !errors.Is(err, files.ErrChanged) {
		return Ours, err
	}
	holder, version, err := l.store.ReadVersion(ctx, uri)
	if errors.Is(err, fs.ErrNotExist) {
		return Unsure, nil // it was given back just now
	}
	if err != nil || string(holder) == l.run {
		return Ours, err
	}
	standing, err := l.look(ctx, string(holder))
	if err != nil || standing != Ours {
		return standing, err
	}
	// Removed and created, rather than written over: two processes that find it free
	// at once are told apart by who creates it.
	if err := l.store.RemoveIf(ctx, uri, version); err != nil {
		return Unsure, err
	}
	err = l.store.WriteFileIf(ctx, uri, "", []byte(l.run))
	if errors.Is(err, files.ErrChanged) {
		return Unsure, nil
	}
	return Ours, err
}

// look says whether another run's leases may be had.
func (l *Leases) look(ctx context.Context, holder string) (Standing, error) {
	content, err := l.store.ReadFile(ctx, files.Join(l.output, shards.PulseName(holder)))
	if errors.Is(err, fs.ErrNotExist) {
		return Ours, nil
	}
	if err != nil {
		return Unsure, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now, before := l.now(), l.seen[holder]
	switch {
	case before.content != string(content):
		before = sight{content: string(content), since: now, beats: before.content != ""}
		l.seen[holder] = before
	case now.Sub(before.since) > Patience:
		return Ours, nil
	}
	if before.beats {
		return Theirs, nil
	}
	return Unsure, nil
}

// Give gives the lease on a shard back.
func (l *Leases) Give(ctx context.Context, shard, of int) error {
	return l.store.Remove(ctx, files.Join(l.output, shards.LeaseName(shard, of)))
}

package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/beamcrop/beamcrop/io/leases"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// helping is how many shards of other parts are open at once: enough that the
// slow rows of one do not hold up the next, and few, so that parts that start late or
// run out of work find some left.
const helping = 2

// addOwn is add for a part of a job array, which leaves to later what is not its own,
// or what another process is at work on.
func (b *Bundle) addOwn(s workplan.Shard, emit Emit) error {
	if !b.worker.opts.Share.Owns(s.Number) {
		b.later = append(b.later, s)
		return nil
	}
	if b.listed == nil {
		var err error
		if b.listed, err = shards.ListState(b.ctx, b.worker.files, b.worker.opts.Output); err != nil {
			return fmt.Errorf("looking for what other parts have done: %w", err)
		}
	}
	_, complete := b.listed[shards.SidecarName(s.Number, s.Of)]
	if complete && len(b.worker.opts.Retry) == 0 {
		return b.add(s, emit) // which only has a look at it, unless it is damaged
	}
	standing, err := b.worker.leases.Take(b.ctx, s.Number, s.Of)
	if err != nil {
		return err
	}
	if standing != leases.Ours {
		b.later = append(b.later, s)
		return nil
	}
	return b.add(s, emit)
}

// help does shards of other parts that nobody is at work on. It returns when the
// others that are not complete have a process each that was seen to be alive.
func (b *Bundle) help(emit Emit) error {
	left := b.worker.opts.Share.Rotate(b.later)
	b.later = nil
	for len(left) > 0 {
		held, unsure, err := b.helpOnce(left, emit)
		if err != nil {
			return err
		}
		if !unsure {
			return nil
		}
		if err := sleep(b.ctx, leases.Interval); err != nil {
			return err
		}
		left = held
	}
	return nil
}

// helpOnce goes once through shards, and returns those that others have. It is unsure
// if one of those others may be dead.
func (b *Bundle) helpOnce(left []workplan.Shard, emit Emit) (held []workplan.Shard, unsure bool, err error) {
	there, err := shards.ListState(b.ctx, b.worker.files, b.worker.opts.Output)
	if err != nil {
		return nil, false, fmt.Errorf("looking for what other parts have done: %w", err)
	}
	left = slices.DeleteFunc(slices.Clone(left), func(s workplan.Shard) bool {
		_, complete := there[shards.SidecarName(s.Number, s.Of)]
		return complete
	})
	for _, s := range left {
		if err := b.drain(emit, helping-1); err != nil {
			return nil, false, err
		}
		standing, err := b.worker.leases.Take(b.ctx, s.Number, s.Of)
		if err != nil {
			return nil, false, err
		}
		if standing != leases.Ours {
			held = append(held, s)
			unsure = unsure || standing == leases.Unsure
			continue
		}
		if !b.worker.opts.Share.Owns(s.Number) {
			b.worker.track.More(s.Rows())
		}
		if err := b.add(s, emit); err != nil { // which finds out if it was completed meanwhile
			return nil, false, err
		}
	}
	return held, unsure, b.drain(emit, 0)
}

// giveLease gives back the lease on a complete shard. Left behind it would do no
// harm: nobody asks for it.
func (w *Worker) giveLease(ctx context.Context, s workplan.Shard) {
	if w.leases == nil {
		return
	}
	if err := w.leases.Give(ctx, s.Number, s.Of); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "a lease is left behind", "shard", s.Number, "error", err)
	}
}

package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// Emit takes the sidecar of a shard whose files are complete.
type Emit func(shards.Sidecar)

// errClosed is why a bundle's work stops when it is closed early.
var errClosed = errors.New("the bundle was closed")

// Bundle holds shards open. Its methods are called from one goroutine, and
// only there do sidecars come out; the work goes on in others.
type Bundle struct {
	worker *Worker
	ctx    context.Context
	cancel context.CancelCauseFunc
	unlink func() bool    // from the worker's context
	tasks  sync.WaitGroup // rows at the fetcher and shards being written
	wake   chan struct{}  // there is something new to look at

	mu      sync.Mutex
	open    map[*openShard]struct{}
	pending int // rows read and not settled
	written []shards.Sidecar
	settled []Settled

	observe func(Settled)
}

// Settled is what came of a row, or of all rows of a shard that was found
// complete.
type Settled struct {
	Resumed int64  // rows of such a shard; 0: the rest is of one row
	Failure string // its reason, "" for a crop
	Bytes   int64  // downloaded
	Elapsed time.Duration
	Asked   bool // a server was asked for it
}

// Observe has observe told what came of each row, on the goroutine that calls
// Add and Finish, within them.
func (b *Bundle) Observe(observe func(Settled)) { b.observe = observe }

// NewBundle starts a Bundle whose work ends with ctx. Close it.
func (w *Worker) NewBundle(ctx context.Context) *Bundle {
	ctx, cancel := context.WithCancelCause(ctx)
	unlink := context.AfterFunc(w.ctx, func() { cancel(context.Cause(w.ctx)) })
	return &Bundle{
		unlink: unlink,
		worker: w,
		ctx:    ctx,
		cancel: cancel,
		wake:   make(chan struct{}, 1),
		open:   map[*openShard]struct{}{},

		observe: func(Settled) {},
	}
}

// Add opens a shard and returns when its rows are on their way, which is when
// there was room for them. A shard that is complete already is only reported.
func (b *Bundle) Add(s shard.Shard, emit Emit) error {
	err := b.add(s, emit)
	if err != nil && b.ctx.Err() != nil {
		return context.Cause(b.ctx) // err is only what came of it
	}
	return err
}

func (b *Bundle) add(s shard.Shard, emit Emit) error {
	side, complete, err := b.worker.completed(b.ctx, s)
	if err != nil {
		return err
	}
	if complete {
		b.worker.track.Resume(side.Report.Rows)
		b.observe(Settled{Resumed: side.Report.Rows})
		emit(side)
		return nil
	}
	if err := b.await(emit, func() bool { return b.admit(s.Rows()) }); err != nil {
		return err
	}
	o := newOpenShard(b, s)
	b.mu.Lock()
	b.open[o] = struct{}{}
	b.mu.Unlock()
	return b.readRows(o, emit)
}

// Finish returns when every shard's files are complete.
func (b *Bundle) Finish(emit Emit) error {
	return b.await(emit, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.open) == 0
	})
}

// Close stops whatever still goes on and waits for it. Shards that were not
// complete leave nothing behind.
func (b *Bundle) Close() error {
	b.unlink()
	b.cancel(errClosed)
	b.tasks.Wait()
	var errs []error
	for o := range b.open {
		errs = append(errs, o.discard())
	}
	clear(b.open)
	return errors.Join(errs...)
}

// readRows reads the shard's rows and hands each on, never more of them at a
// time than the look-ahead, however large the shard.
func (b *Bundle) readRows(o *openShard, emit Emit) error {
	next := 0
	for _, seg := range o.shard.Segments {
		err := b.worker.readSegment(b.ctx, seg, func(r rows.Row) error {
			b.start(o, next, seg.File, r)
			next++
			return b.await(emit, b.fewPending)
		})
		if err != nil {
			return err
		}
	}
	return o.checkCount(next)
}

// await emits sidecars until ready says so, or the bundle has failed.
func (b *Bundle) await(emit Emit, ready func() bool) error {
	for {
		released := b.worker.room.onRelease()
		done := ready()
		written, settled := b.take() // after ready: what made it true is emitted
		for _, s := range settled {
			b.observe(s)
		}
		for _, side := range written {
			emit(side)
		}
		if b.ctx.Err() != nil {
			return context.Cause(b.ctx)
		}
		if done {
			return nil
		}
		select {
		case <-b.wake:
		case <-released:
		case <-b.ctx.Done():
		}
	}
}

func (b *Bundle) admit(n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.worker.room.takeRows(n, len(b.open) == 0)
}

func (b *Bundle) fewPending() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pending < b.worker.opts.LookAhead
}

// take takes what is new.
func (b *Bundle) take() ([]shards.Sidecar, []Settled) {
	b.mu.Lock()
	defer b.mu.Unlock()
	written, settled := b.written, b.settled
	b.written, b.settled = nil, nil
	return written, settled
}

func (b *Bundle) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/workplan"
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
	tasks  sync.WaitGroup // downloads at the fetcher and shards being written
	wake   chan struct{}  // there is something new to look at

	mu      sync.Mutex
	open    map[*openShard]struct{}
	pending int // downloads at the fetcher
	written []shards.Sidecar
	events  []Event

	observe func(Event)

	// onPicture is told of each body before its crops are made, by the goroutine that
	// makes them; nil outside of previews.
	onPicture func(context.Context, *download, []byte) error

	// Of a job array, see array.go.
	listed map[string]files.Info // what stood in the folder at the first shard
	later  []workplan.Shard      // that are another part's to do
}

// Event is what came of a row of the output, of a download, or of rows that were
// found finished.
type Event struct {
	Resumed    int64       // rows that an earlier run finished
	NotKept    int64       // pictures and failed links for which the store of originals had no room
	Downloaded *Downloaded // nil: it is no download that brought a body
	Failure    string      // of a row: its reason, "" for a crop
}

// Downloaded is what a download took, whatever came of the body.
type Downloaded struct {
	Bytes   int64
	Elapsed time.Duration // from its first request to its last answer
}

// Observe has observe told what came of each, on the goroutine that calls
// Add and Finish, within them.
func (b *Bundle) Observe(observe func(Event)) { b.observe = observe }

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

		observe: func(Event) {},
	}
}

// Add opens a shard and returns when its rows are on their way, which is when
// there was room for them. A shard that is complete already is only reported. In a
// job array shards that are another part's wait for Finish.
func (b *Bundle) Add(s workplan.Shard, emit Emit) error {
	add := b.add
	if b.worker.leases != nil {
		add = b.addOwn
	}
	err := add(s, emit)
	if err != nil && b.ctx.Err() != nil {
		return context.Cause(b.ctx) // err is only what came of it
	}
	return err
}

func (b *Bundle) add(s workplan.Shard, emit Emit) error {
	previous, err := b.worker.previousAttempt(b.ctx, s)
	if err != nil {
		return err
	}
	done := previous != nil && previous.complete && !b.worker.hasRowsToRetry(previous.side)
	if done {
		if done, err = b.worker.whole(b.ctx, previous); err != nil {
			return err
		}
	}
	if done {
		b.worker.giveLease(b.ctx, s)
		b.resume(previous.side.Report.Sampled, previous.side.Report.Rows)
		emit(previous.side)
		return nil
	}
	o := newOpenShard(b, s)
	o.previous = previous
	if previous != nil && previous.complete {
		o.replaces = &previous.side
	}
	if err := b.await(emit, func() bool { return b.admit(o) }); err != nil {
		return err
	}
	return b.start(o, emit)
}

// Finish returns when every shard's files are complete; in a job array, when no
// shard is left that no other part is at work on.
func (b *Bundle) Finish(emit Emit) error {
	if err := b.drain(emit, 0); err != nil {
		return err
	}
	err := b.help(emit)
	if err != nil && b.ctx.Err() != nil {
		return context.Cause(b.ctx) // err is only what came of it
	}
	if err != nil {
		return err
	}
	return b.flushOriginals()
}

// drain waits until no more than some shards are open.
func (b *Bundle) drain(emit Emit, most int) error {
	return b.await(emit, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.open) <= most
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

// start reads the shard's rows and sends their downloads on their way.
func (b *Bundle) start(o *openShard, emit Emit) error {
	o.started = time.Now()
	downloads, err := o.read(b.ctx)
	if err != nil {
		return err
	}
	if o.previous != nil {
		if downloads, err = o.restore(b.ctx, downloads); err != nil {
			return fmt.Errorf("reading %s back: %w", shards.Name(o.shard.Number, o.shard.Of), err)
		}
	}
	o.begin()
	return b.sendAll(o, downloads, emit)
}

// sendAll sends the downloads on their way, wherever their pictures are.
func (b *Bundle) sendAll(o *openShard, downloads []*download, emit Emit) error {
	if b.worker.opts.carried() {
		return b.sendCarried(o, downloads, emit)
	}
	return b.send(downloads, emit)
}

// send hands the downloads to the fetcher, never more of them at a time than the
// look-ahead, however large the shard.
func (b *Bundle) send(downloads []*download, emit Emit) error {
	for _, d := range downloads {
		b.submit(d)
		if err := b.await(emit, b.fewPending); err != nil {
			return err
		}
	}
	return nil
}

// submit hands one download to the fetcher.
func (b *Bundle) submit(d *download) {
	b.downloadBegins()
	b.fetch(d)
}

func (b *Bundle) downloadBegins() {
	b.mu.Lock()
	b.pending++
	b.mu.Unlock()
}

// downloadEnded counts a download that has come to its end.
func (b *Bundle) downloadEnded(d *download) {
	b.mu.Lock()
	b.pending--
	if d.bytes > 0 {
		b.events = append(b.events, Event{Downloaded: &Downloaded{Bytes: d.bytes, Elapsed: d.elapsed}})
	}
	b.mu.Unlock()
	b.signal()
}

// resume notes rows of the output that an earlier run finished, and of how many
// sampled rows they are. The bundle's goroutine calls it.
func (b *Bundle) resume(sampled, rows int64) {
	b.worker.track.Resume(sampled, rows)
	b.observe(Event{Resumed: rows})
}

// countRow counts what became of a row.
func (b *Bundle) countRow(failure string) {
	b.worker.track.Row(failure)
	b.mu.Lock()
	b.events = append(b.events, Event{Failure: failure})
	b.mu.Unlock()
}

// await emits sidecars until ready says so, or the bundle has failed.
func (b *Bundle) await(emit Emit, ready func() bool) error {
	for {
		released := b.worker.budget.onRelease()
		done := ready()
		written, events := b.take() // after ready: what made it true is emitted
		for _, s := range events {
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

// admit opens the shard if there is room for it, which is then the shard's to
// give back.
func (b *Bundle) admit(o *openShard) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.worker.budget.takeRows(o.reserved, len(b.open) == 0) {
		return false
	}
	b.open[o] = struct{}{}
	return true
}

func (b *Bundle) fewPending() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pending < b.worker.opts.LookAhead
}

// take takes what is new.
func (b *Bundle) take() ([]shards.Sidecar, []Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	written, events := b.written, b.events
	b.written, b.events = nil, nil
	return written, events
}

func (b *Bundle) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

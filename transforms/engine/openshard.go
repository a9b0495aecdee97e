package engine

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// openShard is a shard some of whose tasks are still on their way.
type openShard struct {
	bundle   *Bundle
	shard    workplan.Shard
	previous *previousAttempt // nil: nothing is known of an earlier run's files, or of use
	tasks    []*cropTask      // in the order of the input, whatever order they end in
	links    []byte           // repeats.Sketch's
	reserved int64            // rows of the worker's budget
	left     atomic.Int64
	started  time.Time // to be read, once there was room for it

	// replaces is the sidecar of the complete shard that this one is to take the place
	// of, as rows of it are run again or its files are damaged; nil if there is none.
	replaces *shards.Sidecar
	// atStake is how many crops a damaged data file held: most of them may still be
	// good, so fewer new ones must not take its place.
	atStake int64

	attempts, bytes atomic.Int64 // of its downloads
}

func newOpenShard(b *Bundle, s workplan.Shard) *openShard {
	return &openShard{bundle: b, shard: s, reserved: s.Rows()}
}

// begin counts the tasks, now that all are known, and ends those that need no
// download. Rows that give several take more room than was asked for; the shards
// that come next wait for it.
func (o *openShard) begin() {
	left := o.unfinished()
	o.left.Store(left)
	if resumed := int64(len(o.tasks)) - left; resumed > 0 {
		o.bundle.resume(resumed, resumed)
	}
	more := int64(len(o.tasks)) - o.shard.Rows()
	o.reserved += more
	o.bundle.worker.budget.takeRows(more, true)
	o.bundle.worker.track.More(more)
	if left == 0 {
		o.finish()
		return
	}
	for _, p := range o.tasks {
		if p.failure != nil && !p.restored {
			o.taskEnded(p)
		}
	}
}

// unfinished counts the tasks that no earlier run finished.
func (o *openShard) unfinished() (n int64) {
	for _, p := range o.tasks {
		if !p.restored {
			n++
		}
	}
	return n
}

// count counts what a download has cost.
func (o *openShard) count(res fetch.Result) {
	o.attempts.Add(int64(res.Attempts))
	o.bytes.Add(int64(len(res.Body)))
}

// taskEnded counts a task that has its crop or its failure; the last one has the shard
// written.
func (o *openShard) taskEnded(p *cropTask) {
	p.finished = time.Now()
	o.bundle.countRow(p.reason())
	if o.left.Add(-1) == 0 {
		o.finish()
	}
}

// finish has the shard written.
func (o *openShard) finish() {
	o.bundle.tasks.Go(func() {
		side, err := o.write()
		if err != nil {
			o.bundle.cancel(fmt.Errorf("writing %s: %w", shards.Name(o.shard.Number, o.shard.Of), err))
			return
		}
		o.bundle.complete(o, side)
	})
}

// complete lets go of a shard whose files stand under their final names.
func (b *Bundle) complete(o *openShard, side shards.Sidecar) {
	b.worker.giveLease(b.ctx, o.shard)
	if err := o.discard(); err != nil {
		b.cancel(err)
	}
	b.mu.Lock()
	delete(b.open, o)
	b.written = append(b.written, side)
	b.mu.Unlock()
	b.signal()
}

// discard gives back all that the shard holds.
func (o *openShard) discard() error {
	var errs []error
	for _, p := range o.tasks {
		errs = append(errs, o.bundle.worker.drop(p.image))
	}
	o.tasks = nil
	o.bundle.worker.budget.giveRows(o.reserved)
	return errors.Join(errs...)
}

// checkCount finds an input that gave fewer rows than its metadata promised.
func (o *openShard) checkCount(read int64) error {
	if read == o.shard.Rows() {
		return nil
	}
	return fmt.Errorf("shard %d has %d rows, but its inputs gave %d", o.shard.Number, o.shard.Rows(), read)
}

package engine

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// openShard is a shard some of whose rows are still on their way.
type openShard struct {
	bundle  *Bundle
	shard   shard.Shard
	rows    []*row // in input order, whatever order they settle in
	left    atomic.Int64
	started time.Time
}

func newOpenShard(b *Bundle, s shard.Shard) *openShard {
	o := &openShard{bundle: b, shard: s, rows: make([]*row, s.Rows()), started: time.Now()}
	o.left.Store(s.Rows())
	return o
}

// settled counts one row that has come to its end; the last one has the shard
// written.
func (o *openShard) settled() {
	if o.left.Add(-1) > 0 {
		return
	}
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
	for _, r := range o.rows {
		if r != nil {
			errs = append(errs, o.bundle.worker.drop(r.kept))
		}
	}
	o.rows = nil
	o.bundle.worker.room.giveRows(o.shard.Rows())
	return errors.Join(errs...)
}

// checkCount finds an input that gave fewer rows than its metadata promised.
func (o *openShard) checkCount(read int) error {
	if int64(read) == o.shard.Rows() {
		return nil
	}
	return fmt.Errorf("shard %d has %d rows, but its inputs gave %d", o.shard.Number, o.shard.Rows(), read)
}

package engine

import (
	"cmp"
	"context"
	"errors"
	"sync"
)

// EmitCut takes a Cut. The image is the callee's.
type EmitCut func(Cut)

// RowBundle is a Bundle of rows that come alone: their crops are handed out, in
// no order, and nothing is written. Its methods are called from one goroutine,
// and only there do cuts come out.
//
// Rows take room as those of shards do, until their last cut is handed out;
// finished crops wait in memory and, past the budget, in the spool.
type RowBundle struct {
	bundle *Bundle
	open   map[*loneRow]struct{}

	mu    sync.Mutex
	ended []ended // not handed out yet
}

// ended is a task that has ended.
type ended struct {
	row  *loneRow
	task *cropTask
}

// NewRowBundle starts a RowBundle whose work ends with ctx. Close it.
func (w *Worker) NewRowBundle(ctx context.Context) *RowBundle {
	return &RowBundle{bundle: w.NewBundle(ctx), open: map[*loneRow]struct{}{}}
}

// Observe is Bundle.Observe.
func (r *RowBundle) Observe(observe func(Event)) { r.bundle.Observe(observe) }

// Add takes a row and returns when it is on its way, which is when there was
// room for it. What has come to its end by then is handed out before.
func (r *RowBundle) Add(row Row, emit EmitCut) error {
	o := newLoneRow(r, row)
	if err := r.await(emit, func() bool { return r.admit(o) }); err != nil {
		return err
	}
	d := o.download()
	for _, p := range o.tasks {
		if p.failure != nil { // before the others are on their way, to which it belongs
			o.taskEnded(p)
		}
	}
	if d != nil {
		r.bundle.submit(d)
	}
	return nil
}

// Finish returns when all that came of the rows is handed out.
func (r *RowBundle) Finish(emit EmitCut) error {
	if err := r.await(emit, func() bool { return len(r.open) == 0 }); err != nil {
		return err
	}
	return r.bundle.flushOriginals()
}

// Close stops whatever still goes on and waits for it.
func (r *RowBundle) Close() error {
	errs := []error{r.bundle.Close()}
	for o := range r.open {
		errs = append(errs, o.discard())
	}
	clear(r.open)
	return errors.Join(errs...)
}

// await hands out what ends until ready says so, or the bundle has failed.
func (r *RowBundle) await(emit EmitCut, ready func() bool) error {
	var failed error
	err := r.bundle.await(nil, func() bool { // nil: no shard is ever open
		failed = r.handOut(emit)
		return failed != nil || ready()
	})
	return cmp.Or(failed, err)
}

func (r *RowBundle) handOut(emit EmitCut) error {
	r.mu.Lock()
	all := r.ended
	r.ended = nil
	r.mu.Unlock()
	for _, e := range all {
		cut, err := e.row.cut(e.task)
		if err != nil {
			return err
		}
		emit(cut)
		if e.row.left--; e.row.left > 0 {
			continue
		}
		delete(r.open, e.row)
		if err := e.row.discard(); err != nil {
			return err
		}
	}
	return nil
}

func (r *RowBundle) admit(o *loneRow) bool {
	if !r.bundle.worker.budget.takeRows(o.reserved, len(r.open) == 0) {
		return false
	}
	r.open[o] = struct{}{}
	return true
}

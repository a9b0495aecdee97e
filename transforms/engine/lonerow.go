package engine

import (
	"errors"
	"slices"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Row asks for crops of one picture. It comes alone, not in a shard.
type Row struct {
	ID    string     // for errors
	Links []string   // tried in order; each may be a cell of several, as link.Split reads it
	Boxes []crop.Box // a crop each; none: the whole picture
	Held  int        // bytes that the caller keeps for the row while it is on its way
	Tag   any        // the caller's
}

// Cut is what came of one box of a Row: a crop, or why there is none.
type Cut struct {
	Row      *Row
	Index    int    // of the box in Row.Boxes
	Link     string // the one that was tried last; "" if none was
	Status   int    // of the last answer; 0 if there was none
	Attempts int
	Failure  *reason.Error // nil: there is a crop
	Crop     crop.Result
	SHA256   string // of the source's bytes, in hex
}

// heldAPlace is how many bytes count as one more row of the look-ahead. It stands
// for rows of a few hundred bytes; with all of it in use, callers keep 128 MiB.
const heldAPlace = 4 << 10

// loneRow is a Row some of whose cuts have not been handed out.
type loneRow struct {
	bundle   *RowBundle
	row      Row
	tasks    []*cropTask // as many as boxes, or one
	left     int         // not handed out yet; used by the bundle's goroutine only
	reserved int64       // rows of the worker's budget
}

// newLoneRow makes the row's tasks, with a failure where one cannot be made.
func newLoneRow(b *RowBundle, row Row) *loneRow {
	o := &loneRow{bundle: b, row: row, left: max(len(row.Boxes), 1)}
	o.tasks = make([]*cropTask, o.left)
	o.reserved = int64(o.left) + int64(row.Held)/heldAPlace
	for i := range o.tasks {
		o.tasks[i] = &cropTask{id: row.ID}
		if i < len(row.Boxes) {
			o.tasks[i].box = &row.Boxes[i]
			o.tasks[i].failure, _ = reason.Of(row.Boxes[i].Check())
		}
	}
	return o
}

// download is what the row's crops are cut from; nil if there is nothing to
// fetch, for each of them has failed.
func (o *loneRow) download() *download {
	d := &download{owner: o}
	for _, l := range o.row.Links {
		d.links = append(d.links, link.Split(l)...)
	}
	for _, p := range o.tasks {
		if p.failure == nil && len(d.links) == 0 {
			p.failure = reason.Errorf(reason.InvalidRow, "the row has no link")
		}
		if p.failure == nil {
			d.tasks = append(d.tasks, p)
		}
	}
	if len(d.tasks) == 0 {
		return nil
	}
	return d
}

// count is for shards, which report what they cost.
func (o *loneRow) count(fetch.Result) {}

// taskEnded leaves it to the bundle's goroutine to hand it out.
func (o *loneRow) taskEnded(p *cropTask) {
	b := o.bundle
	b.bundle.countRow(p.reason())
	b.mu.Lock()
	b.ended = append(b.ended, ended{o, p})
	b.mu.Unlock()
	b.bundle.signal()
}

// cut is what came of a task that has ended.
func (o *loneRow) cut(p *cropTask) (Cut, error) {
	c := Cut{Row: &o.row, Index: slices.Index(o.tasks, p), Link: p.link, Status: p.status, Attempts: p.attempts, Failure: p.failure}
	var err error
	if p.failure == nil {
		c.Crop, c.SHA256 = p.crop, p.sha256
		c.Crop.Image, err = o.bundle.bundle.worker.load(p.image)
	}
	return c, err
}

// discard gives back all that the row holds.
func (o *loneRow) discard() error {
	var errs []error
	for _, p := range o.tasks {
		errs = append(errs, o.bundle.bundle.worker.drop(p.image))
	}
	o.tasks = nil
	o.bundle.bundle.worker.budget.giveRows(o.reserved)
	return errors.Join(errs...)
}

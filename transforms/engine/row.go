package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// row is one row on its way from the dataset to its shard's files.
type row struct {
	id    string
	cell  rows.Row
	box   *crop.Box // nil: the whole picture
	links []string  // still to be tried

	link     string // the one that the outcome is of
	status   int    // of the last answer; 0 if there was none
	attempts int
	bytes    int64
	elapsed  time.Duration
	failure  *reason.Error // nil: the row has a crop
	crop     crop.Result   // without its image, which is in kept
	sha256   string        // of the source's bytes
	kept     keptCrop
}

// start sends a row on its way: to the fetcher, or straight to its end.
func (b *Bundle) start(o *openShard, i int, from shard.File, cell rows.Row) {
	r := &row{id: fmt.Sprintf("%s#%d", from.Name, cell.Number), cell: cell, link: cell.URL}
	o.rows[i] = r
	b.mu.Lock()
	b.pending++
	b.mu.Unlock()
	if err := r.understand(b.worker.boxes); err != nil {
		b.settle(o, r, err)
		return
	}
	b.fetch(o, r)
}

// understand reads the row's link and box cells.
func (r *row) understand(reader boxes.Reader) error {
	if r.cell.Invalid != nil {
		return &reason.Error{Reason: reason.InvalidRow, Err: r.cell.Invalid}
	}
	r.links = link.Split(r.cell.URL)
	if len(r.links) == 0 {
		return reason.Errorf(reason.InvalidRow, "the row has no link")
	}
	pieces, err := reader.Read(r.cell.Box, r.cell.Also)
	switch {
	case err != nil:
		return err
	case len(pieces) > 1:
		return reason.Errorf(reason.InvalidRow, "the row has %d boxes, not one", len(pieces))
	case len(pieces) == 1:
		r.box = &pieces[0].Box
	}
	return nil
}

// fetch downloads the row from its links; when a download makes no crop, from
// those that are left.
func (b *Bundle) fetch(o *openShard, r *row) {
	b.tasks.Add(1)
	b.worker.fetcher.Submit(b.ctx, r.links, func(res fetch.Result) {
		defer b.tasks.Done()
		if b.ctx.Err() != nil {
			return
		}
		r.link, r.status = res.URL, res.Status
		r.attempts, r.elapsed = r.attempts+res.Attempts, r.elapsed+res.Elapsed
		r.bytes += int64(len(res.Body))
		err := res.Err
		if err == nil {
			err = redirected(b.crop(r, res.Body), res.FinalURL)
		}
		if err != nil && res.Err == nil && r.skipPast(res.URL) {
			b.fetch(o, r)
			return
		}
		b.settle(o, r, err)
	})
}

// redirected adds to a failure of a body where the body came from.
func redirected(err error, from string) error {
	failure, isRow := reason.Of(err)
	if !isRow || from == "" {
		return err
	}
	return &reason.Error{
		Reason: failure.Reason, Status: failure.Status, Retry: failure.Retry,
		Err: fmt.Errorf("%w (redirected to %s)", failure.Err, from),
	}
}

// skipPast leaves the links after the one tried; false if there are none.
func (r *row) skipPast(tried string) bool {
	i := slices.Index(r.links, tried)
	if i < 0 || i+1 == len(r.links) {
		return false
	}
	r.links = r.links[i+1:]
	return true
}

// crop makes the row's picture and puts it where it can wait.
func (b *Bundle) crop(r *row, body []byte) error {
	if err := acquire(b.ctx, b.worker.cpu); err != nil {
		return err
	}
	defer release(b.worker.cpu)
	cut, err := crop.Crop(body, r.box, b.worker.opts.Crop)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	r.sha256 = hex.EncodeToString(sum[:])
	r.kept, err = b.worker.keep(cut.Image)
	r.crop, r.crop.Image = *cut, nil
	return err
}

// settle ends a row: with its crop, with a failure that has a reason, or, for
// any other error, by stopping the bundle, since that is no fault of the row.
func (b *Bundle) settle(o *openShard, r *row, err error) {
	failure, isRow := reason.Of(err)
	if err != nil && !isRow {
		b.cancel(fmt.Errorf("row %s: %w", r.id, err))
		return
	}
	r.failure, r.links = failure, nil
	b.worker.track.Row(r.reason(), r.bytes)
	b.mu.Lock()
	b.pending--
	b.mu.Unlock()
	b.signal()
	o.settled()
}

func (r *row) reason() string {
	if r.failure == nil {
		return ""
	}
	return string(r.failure.Reason)
}

package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// owner is what pieces belong to: a shard, or a row that came alone.
type owner interface {
	count(res fetch.Result) // what a download of its pieces has cost
	settle(p *piece)        // ends one of them, with its crop or its failure
}

// download is a picture on its way: it is fetched once, and every piece of every
// row that has its links is cut from it.
type download struct {
	owner  owner
	links  []string // still to be tried
	pieces []*piece // that have not come to their end
	outcome
}

// outcome is how far a download had come when a piece of it came to its end.
type outcome struct {
	link     string // the last one tried
	status   int    // of the last answer; 0 if there was none
	attempts int
	bytes    int64 // of the bodies that came
	elapsed  time.Duration
}

// fetch sends the download on its way.
func (b *Bundle) fetch(d *download) {
	b.tasks.Add(1)
	b.worker.fetcher.Submit(b.ctx, d.links, func(res fetch.Result) {
		defer b.tasks.Done()
		if b.ctx.Err() != nil {
			return
		}
		if err := b.land(d, res); err != nil {
			b.cancel(err)
		}
	})
}

// land cuts the pieces out of what was fetched. Those that it makes no crop for
// go on together, to the links that are left; the others have come to their end.
// An error is no fault of the download.
func (b *Bundle) land(d *download, res fetch.Result) error {
	d.link, d.status = res.URL, res.Status
	d.attempts, d.elapsed = d.attempts+res.Attempts, d.elapsed+res.Elapsed
	d.bytes += int64(len(res.Body))
	d.owner.count(res)
	b.worker.track.Downloaded(int64(len(res.Body)))
	if err := b.cut(d, res); err != nil {
		return err
	}
	again := res.Err == nil && d.skipPast(res.URL)
	var left, ended []*piece
	for _, p := range d.pieces {
		if again && p.failure != nil {
			left = append(left, p)
			continue
		}
		p.outcome = d.outcome
		ended = append(ended, p)
	}
	if d.pieces = left; len(left) == 0 {
		b.landed(d) // before its last piece, with which the bundle may end
	}
	for _, p := range ended {
		d.owner.settle(p)
	}
	if len(left) > 0 {
		b.fetch(d)
	}
	return nil
}

// cut makes each piece's crop, or says why there is none.
func (b *Bundle) cut(d *download, res fetch.Result) error {
	failure, isRow := reason.Of(res.Err)
	if res.Err != nil && !isRow {
		return fmt.Errorf("row %s: %w", d.pieces[0].id, res.Err)
	}
	boxes := boxesOf(d.pieces)
	from := &source{body: res.Body, boxes: len(boxes)}
	if failure == nil {
		release, err := b.worker.decoding.acquire(b.ctx, from, b.worker.opts.Crop, boxes)
		if failure, isRow = reason.Of(redirected(err, res.FinalURL)); err != nil && !isRow {
			return err
		}
		if err == nil {
			defer release()
		}
	}
	for _, p := range d.pieces {
		p.failure = failure
		if failure != nil {
			continue
		}
		if b.ctx.Err() != nil {
			return context.Cause(b.ctx)
		}
		err := p.cut(b.worker, from)
		if p.failure, isRow = reason.Of(redirected(err, res.FinalURL)); err != nil && !isRow {
			return fmt.Errorf("row %s: %w", p.id, err)
		}
	}
	return nil
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
func (d *download) skipPast(tried string) bool {
	i := slices.Index(d.links, tried)
	if i < 0 || i+1 == len(d.links) {
		return false
	}
	d.links = d.links[i+1:]
	return true
}

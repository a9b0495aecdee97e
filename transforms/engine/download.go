package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// owner is what tasks belong to: a shard, or a row that came alone.
type owner interface {
	count(res fetch.Result) // what a download of its tasks has cost
	taskEnded(p *cropTask)  // ends one of them, with its crop or its failure
}

// download is a picture on its way: it is fetched once, and the task of every box of every
// row that has its links is cut from it.
type download struct {
	owner owner
	links []string    // still to be tried
	asked int         // how many of them the fetcher was last asked for
	tasks []*cropTask // that have not ended
	row   carrier     // of a row that carries its picture, which has no links
	outcome
}

// outcome is how far a download had come when a task of it ended.
type outcome struct {
	link     string // the last one tried
	status   int    // of the last answer; 0 if there was none
	attempts int
	bytes    int64 // of the bodies that came
	elapsed  time.Duration
	stored   time.Time // when what came from the store of originals had been fetched; zero if it came over the web
}

// fetch sends the download on its way.
func (b *Bundle) fetch(d *download) {
	b.tasks.Add(1)
	if b.worker.originals == nil {
		b.ask(d, d.links)
		return
	}
	b.fetchUnlessStored(d)
}

// ask has the fetcher fetch the download by the first of the links that works.
func (b *Bundle) ask(d *download, links []string) {
	d.asked, d.stored = len(links), time.Time{}
	b.worker.fetcher.Submit(b.ctx, links, func(res fetch.Result) { b.arrive(d, res) })
}

// arrive takes what came of a download.
func (b *Bundle) arrive(d *download, res fetch.Result) {
	defer b.tasks.Done()
	if b.ctx.Err() != nil {
		return
	}
	if err := b.finishDownload(d, res); err != nil {
		b.cancel(err)
	}
}

// finishDownload counts what was fetched, and makes its crops. The tasks that get none
// go on together, to the links that are left; the others have come to their end.
// An error is no fault of the download.
func (b *Bundle) finishDownload(d *download, res fetch.Result) error {
	d.link, d.status = res.URL, res.Status
	d.attempts, d.elapsed = d.attempts+res.Attempts, d.elapsed+res.Elapsed
	if d.stored.IsZero() {
		d.bytes += int64(len(res.Body))
		d.owner.count(res)
		b.worker.track.Downloaded(int64(len(res.Body)))
	}
	return b.finishTasks(d, res)
}

// finishTasks makes the crops of a picture that is there, or says why it is not.
func (b *Bundle) finishTasks(d *download, res fetch.Result) error {
	if err := b.cropAll(d, res); err != nil {
		return err
	}
	again := d.skipPast(res)
	var left, ended []*cropTask
	for _, p := range d.tasks {
		if again && p.failure != nil {
			left = append(left, p)
			continue
		}
		p.outcome = d.outcome
		ended = append(ended, p)
	}
	if d.tasks = left; len(left) == 0 {
		b.downloadEnded(d) // before its last task, with which the bundle may end
	}
	for _, p := range ended {
		d.owner.taskEnded(p)
	}
	if len(left) > 0 {
		b.fetch(d)
	}
	return nil
}

// cropAll makes each task's crop, or says why there is none.
func (b *Bundle) cropAll(d *download, res fetch.Result) error {
	failure, isRow := reason.Of(res.Err)
	if res.Err != nil && !isRow {
		return fmt.Errorf("row %s: %w", d.tasks[0].id, res.Err)
	}
	boxes := boxesOf(d.tasks)
	from := &source{body: res.Body, boxes: len(boxes)}
	if failure == nil && b.onPicture != nil {
		if err := b.onPicture(b.ctx, d, res.Body); err != nil {
			return err
		}
	}
	if failure == nil {
		release, err := b.worker.decoding.acquire(b.ctx, from, b.worker.opts.Crop, boxes)
		if failure, isRow = reason.Of(redirected(err, res.FinalURL)); err != nil && !isRow {
			return err
		}
		if err == nil {
			defer release()
		}
	}
	if d.stored.IsZero() {
		if err := b.keepOriginals(res, from); err != nil {
			return err
		}
	}
	for _, p := range d.tasks {
		p.failure = failure
		if failure != nil {
			continue
		}
		if b.ctx.Err() != nil {
			return context.Cause(b.ctx)
		}
		err := p.cropFrom(b.worker, from)
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

// skipPast leaves the links after those that were tried; false if there are none.
func (d *download) skipPast(res fetch.Result) bool {
	i := slices.Index(d.links, res.URL)
	if res.Err != nil {
		i = d.asked - 1 // all of them failed; the store has the next
	}
	if i < 0 || i+1 == len(d.links) {
		return false
	}
	d.links = d.links[i+1:]
	return true
}

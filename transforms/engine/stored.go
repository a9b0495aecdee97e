package engine

import (
	"errors"

	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// statusOK is the HTTP status of every picture that is stored.
const statusOK = 200

// fetchUnlessStored takes the download from the store of originals, as far as that has it.
func (b *Bundle) fetchUnlessStored(d *download) {
	c, err := b.worker.choose(d.links)
	switch {
	case err != nil:
		b.tasks.Done()
		b.cancel(err)
	case c.dead != nil:
		b.worker.shelf.add(func() {
			d.asked, d.stored = len(d.links), c.dead.FetchedAt
			b.arrive(d, fetch.Result{URL: c.dead.Link, Status: c.dead.Cause.Status, Err: remembered(c.dead)})
		})
	case c.stored != nil:
		d.links = c.links
		b.worker.shelf.add(func() { b.readOriginal(d, *c.stored) })
	case len(c.old) > 0:
		d.links = c.links
		b.worker.shelf.add(func() { b.askAgain(d, c) })
	default:
		d.links = c.links
		b.ask(d, c.links[:c.ask])
	}
}

// readOriginal reads the picture of the first link from the store. If it is damaged
// it is asked for.
func (b *Bundle) readOriginal(d *download, found originals.Found) {
	if b.ctx.Err() != nil {
		b.tasks.Done()
		return
	}
	body, err := b.worker.originals.Picture(b.ctx, found)
	switch {
	case err != nil:
		b.tasks.Done()
		b.cancel(err)
	case body == nil:
		b.ask(d, d.links[:1])
	default:
		d.stored = found.FetchedAt
		b.arrive(d, fetch.Result{Body: body, URL: found.Link, Status: statusOK})
	}
}

// fromStore counts the task if the store of originals spared its request.
func (p *cropTask) fromStore() shards.Report {
	if p.stored.IsZero() {
		return shards.Report{}
	}
	r := shards.Report{OldestMS: p.stored.UnixMilli()}
	if p.failure != nil && errors.Is(p.failure, errRemembered) {
		r.Remembered = 1
	} else {
		r.Stored = 1
	}
	return r
}

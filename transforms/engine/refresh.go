package engine

import (
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// oldPicture is a picture of the store that is asked for again.
type oldPicture struct {
	found  originals.Found
	record originals.Record
}

// askAgain asks for links of which the store has pictures that are too old, unless they
// are still the same. A failure that may pass takes no picture away.
func (b *Bundle) askAgain(d *download, c choice) {
	known, old := map[string]fetch.Version{}, map[string]oldPicture{}
	for _, found := range c.old {
		record, ok, err := b.worker.originals.Record(b.ctx, found)
		if err != nil {
			b.tasks.Done()
			b.cancel(err)
			return
		}
		if ok {
			known[found.Link] = fetch.Version{ETag: record.ETag, LastModified: record.LastModified}
			old[found.Link] = oldPicture{found, record}
		}
	}
	links := c.links[:c.ask]
	d.asked, d.stored = len(links), time.Time{}
	b.worker.fetcher.SubmitKnown(b.ctx, links, known, func(res fetch.Result) {
		link := stillGood(links, res, old)
		if link == "" || b.ctx.Err() != nil {
			b.arrive(d, res)
			return
		}
		b.worker.shelf.add(func() { b.keepOld(d, res, old[link]) })
	})
}

// stillGood is the first link whose old picture counts: it is unchanged, or could not be asked
// for just now. It is "" if there is none.
func stillGood(links []string, res fetch.Result, old map[string]oldPicture) string {
	if res.Unchanged {
		return res.URL
	}
	if _, isRow := reason.Of(res.Err); !isRow {
		return ""
	}
	i := slices.IndexFunc(links, func(l string) bool {
		_, has := old[l]
		return has && !slices.ContainsFunc(res.Failed, func(f fetch.LinkFailure) bool { return f.Link == l && holdsAnotherDay(f.Err) })
	})
	if i < 0 {
		return ""
	}
	return links[i]
}

// keepOld has the download go on with a picture of the store that was asked for again.
func (b *Bundle) keepOld(d *download, res fetch.Result, old oldPicture) {
	if res.Unchanged {
		old.record.FetchedAt = time.Now()
		if err := b.worker.originals.PutUnchanged(b.ctx, old.record); err != nil {
			b.tasks.Done()
			b.cancel(err)
			return
		}
	}
	d.attempts, d.elapsed = d.attempts+res.Attempts, d.elapsed+res.Elapsed
	d.owner.count(fetch.Result{Attempts: res.Attempts})
	body, err := b.worker.originals.Picture(b.ctx, old.found)
	switch {
	case err != nil:
		b.tasks.Done()
		b.cancel(err)
	case body == nil: // it is damaged
		b.ask(d, []string{old.found.Link})
	default:
		d.stored = old.found.FetchedAt
		b.arrive(d, fetch.Result{Body: body, URL: old.found.Link, Status: statusOK})
	}
}

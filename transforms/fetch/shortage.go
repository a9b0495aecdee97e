package fetch

import (
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// maxShortage is for how long nothing may come of any request but that this machine
// has too little of something. Other programs may need it for a moment; after that
// somebody has to act.
const maxShortage = 30 * time.Second

// watchShortages fails the job if nothing else has happened for maxShortage. The
// caller holds f.mu.
func (f *Fetcher) watchShortages(r *row, o web.Outcome, now time.Time) {
	switch {
	case r.now.URL == nil: // no request was made
	case !o.Shortage:
		f.short = time.Time{}
	case f.short.IsZero():
		f.short = now
	case now.Sub(f.short) >= maxShortage:
		f.short = time.Time{}
		err := joberror.Failedf("no request could be made for %v: %s (%w). Completed shards are kept: run the same command again to resume",
			maxShortage, resources.Advice(o.Err), o.Err.Err)
		f.running.Go(func() { f.halt(err) })
	}
}

// mayWaitOut counts a shortage, and reports whether r may wait until it is over:
// that is no fault of the row, but the wait ends with patience.
func (r *row) mayWaitOut(patience time.Duration, now time.Time) bool {
	if r.shortages == 0 {
		r.short = now
	}
	r.shortages++
	return now.Sub(r.short) < patience
}

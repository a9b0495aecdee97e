package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Originals say which store of pictures as served a job uses, and how.
type Originals struct {
	URI      string // "" = none
	Max      int64  // bytes that it may have; 0 = no limit
	ReadOnly bool   // nothing is added
	Refresh  Refresh

	// Started is when the job first claimed its folder. What was in the store by then
	// may be taken before an earlier link of a row is asked for; what the job itself
	// adds may not, for it depends on timing.
	Started time.Time
}

// Refresh says what is asked for again although the store has it.
type Refresh struct {
	Failed bool          // links that failed for good
	Age    time.Duration // all that was fetched before so long; 0 = nothing
}

// closeOriginals bounds the writing of what was added last, when a job is stopped.
const closeOriginals = 30 * time.Second

// openOriginals opens the job's store of originals; nil if it has none.
func openOriginals(ctx context.Context, f *files.Files, o Options) (*originals.Store, error) {
	if o.Originals.URI == "" {
		return nil, nil
	}
	return originals.Open(ctx, f, o.Originals.URI, originals.Options{Max: o.Originals.Max, ReadOnly: o.Originals.ReadOnly, TempDir: o.SpoolDir})
}

// closeStore writes what was added to the store of originals, and closes it. The
// worker's context has ended by then.
func (w *Worker) closeStore() error {
	if w.originals == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeOriginals)
	defer cancel()
	return w.originals.Close(ctx)
}

// flushOriginals writes what the bundle added, before the runner takes it for done.
func (b *Bundle) flushOriginals() error {
	if b.worker.originals == nil {
		return nil
	}
	err := b.worker.originals.Flush(b.ctx)
	if n := b.worker.originals.NewlyRefused(); n > 0 {
		b.observe(Event{NotKept: n})
	}
	return err
}

// choice is what is to be done for a download's links.
type choice struct {
	links  []string          // to be tried, in order
	stored *originals.Found  // the picture of the first; nil if it has to be asked for
	ask    int               // how many of the links are to be asked for before the store has one
	dead   *originals.Found  // no link is left: the last one, as it is remembered
	old    []originals.Found // pictures of links that are to be asked for again
}

// choose looks for a download's links in the store. Links that are remembered as
// failed are left out. Of the others the first that the store has is taken, if it had it
// when the job began; and what the job has added since when it is its link's turn.
func (w *Worker) choose(links []string) (choice, error) {
	c := choice{ask: -1}
	var there []*originals.Found
	for _, l := range links {
		found, ok, err := w.originals.Find(l)
		if err != nil {
			return c, err
		}
		switch {
		case !ok || w.stale(found):
			there = append(there, nil)
			if ok && !found.Failed {
				c.old = append(c.old, found)
			}
		case found.Failed:
			c.dead = &found
			continue
		default:
			there = append(there, &found)
		}
		c.links = append(c.links, l)
	}
	if len(c.links) == 0 {
		return c, nil
	}
	c.dead = nil
	old := slices.IndexFunc(there, func(f *originals.Found) bool {
		return f != nil && f.FetchedAt.Before(w.opts.Originals.Started)
	})
	first := slices.IndexFunc(there, func(f *originals.Found) bool { return f != nil })
	switch {
	case old >= 0:
		c.stored = there[old]
		c.links = append([]string{c.links[old]}, slices.Delete(slices.Clone(c.links), old, old+1)...)
	case first == 0:
		c.stored = there[0]
	case first > 0:
		c.ask = first
	default:
		c.ask = len(c.links)
	}
	return c, nil
}

// stale says whether a link is to be asked for although the store has it.
func (w *Worker) stale(found originals.Found) bool {
	o := w.opts.Originals
	if o.Refresh.Age > 0 && time.Since(found.FetchedAt) > o.Refresh.Age {
		return true
	}
	return found.Failed && (o.Refresh.Failed || w.shouldRetry(found.Cause.Reason) || !w.holds(found.Cause))
}

// holds says whether a link that failed would fail with the job's options too.
func (w *Worker) holds(c originals.Cause) bool {
	o := w.opts.Fetch
	switch reason.Reason(c.Reason) {
	case "":
		return false
	case reason.OptedOut:
		return o.RespectOptOut
	case reason.BlockedByRobots:
		return o.RespectRobots
	case reason.TLS:
		return !o.AllowWeakTLS
	case reason.TooLarge:
		return o.MaxBytes <= c.Limit
	case reason.TooManyRedirects:
		return int64(o.MaxRedirects) <= c.Limit
	}
	return true
}

// remembered is the failure of a link that the store remembers.
func remembered(found *originals.Found) *reason.Error {
	return &reason.Error{
		Reason: reason.Reason(found.Cause.Reason), Status: found.Cause.Status,
		Err: fmt.Errorf("%w since %s", errRemembered, found.FetchedAt.UTC().Format(time.DateOnly)),
	}
}

var errRemembered = errors.New("the store of originals remembers it as failed")

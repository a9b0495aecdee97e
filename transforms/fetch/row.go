package fetch

import (
	"container/list"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/adaptive"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// row is one submitted row: its links in order, and how far it has come.
type row struct {
	number uint64 // of all submitted
	ctx    context.Context
	links  []string
	done   func(Result)
	group  *group

	// The current link.
	next   int         // index of the link after it
	link   string      // as given
	origin link.Target // where each attempt starts
	now    link.Target // where the current attempt is; differs from origin after a redirect

	tries    int // retries used on this link
	failures failures

	// The whole row.
	attempts  int
	shortages int           // attempts in a row that failed here or at the proxy
	short     time.Time     // the first of them
	started   time.Time     // of the first attempt; zero before
	used      time.Duration // of RowDeadline
	cut       bool          // the request in flight has less than Timeout since RowDeadline is near
	last      *reason.Error
	lastNext  int      // next when last was set: tells which link it is of
	earlier   []string // details of links that failed before the last one
	failed    []LinkFailure
	known     map[string]web.Version // by link

	// Where it waits, or that it is in flight.
	host    *host
	server  *server            // that the request in flight goes to
	request politeness.Request // in flight
	slot    *adaptive.Slot
	queue   *list.List
	place   *list.Element // in queue, nil if not queued
	alarm   alarm         // set in back-off
	cancel  context.CancelFunc
	halted  error // why its request is aborted, if for the job's sake
}

func newRow(ctx context.Context, links []string, known map[string]web.Version, done func(Result)) *row {
	r := &row{ctx: ctx, links: links, known: known, done: done}
	r.alarm.row = r
	if len(links) == 0 {
		r.last = reason.Errorf(reason.InvalidRow, "no link")
	}
	r.nextLink()
	return r
}

// begun reports that an attempt of r was made.
func (r *row) begun() bool { return !r.started.IsZero() }

// tried reports that an attempt on the current link has failed.
func (r *row) tried() bool { return r.last != nil && r.lastNext == r.next }

// flying reports that r is in flight.
func (r *row) flying() bool { return r.cancel != nil }

// nextLink goes on to the next link that can be tried, and reports whether there
// is one.
func (r *row) nextLink() bool {
	r.now = link.Target{}
	for r.next < len(r.links) {
		r.link = r.links[r.next]
		r.next++
		to, err := link.Parse(r.link)
		if err != nil {
			r.fail(err)
			continue
		}
		to.ETag, to.LastModified = r.known[r.link].ETag, r.known[r.link].LastModified
		r.origin, r.tries, r.failures = to, 0, failures{}
		r.restart()
		return true
	}
	return false
}

// restart makes the next attempt begin at the link itself.
func (r *row) restart() { r.now = r.origin }

// fail notes why the current link failed.
func (r *row) fail(err *reason.Error) {
	const most = 16 // a cell may hold thousands
	if r.last != nil && r.lastNext != r.next && len(r.earlier) < most {
		r.earlier = append(r.earlier, fmt.Sprintf("%s: %v", reason.Clip(r.links[r.lastNext-1]), r.last))
	}
	if r.tried() {
		r.failed = r.failed[:len(r.failed)-1] // the same link, tried again
	}
	r.failed = append(r.failed, LinkFailure{r.links[r.next-1], err})
	r.last, r.lastNext = err, r.next
}

// failure is the error of a row all of whose links failed: that of the last link
// tried, with the earlier ones in its detail.
func (r *row) failure() error {
	const most = 4 << 10
	if len(r.earlier) == 0 {
		return r.last
	}
	e := *r.last
	earlier := strings.Join(r.earlier, "; ")
	if len(earlier) > most {
		earlier = strings.ToValidUTF8(earlier[:most], "") + "..."
	}
	e.Err = fmt.Errorf("%w (earlier links: %s)", r.last.Err, earlier)
	return &e
}

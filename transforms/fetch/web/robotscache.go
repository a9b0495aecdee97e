package web

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	robotsLifetime = 24 * time.Hour  // RFC 9309, section 2.4
	robotsRetry    = 5 * time.Second // until a robots.txt that could not be had is asked for again
	maxOrigins     = 1 << 16         // remembered
	maxRobotsBytes = 64 << 20        // that all rules together may take
)

// robotsCache remembers the rules of origins.
type robotsCache struct {
	agents []string

	mu      sync.Mutex
	origins *simplelru.LRU[string, *robotsFile]
	bytes   int
}

// robotsFile is one origin's robots.txt, once done is closed.
type robotsFile struct {
	done      chan struct{}
	rules     *robots.Rules // nil if there is an error
	failed    Outcome       // what came of the request, if it gave no rules
	abandoned bool          // the row that asked was cancelled: another has to ask
	until     time.Time
}

func newRobotsCache(agents []string) *robotsCache {
	r := &robotsCache{agents: agents}
	forget := func(_ string, f *robotsFile) { r.bytes -= f.size() }
	origins, err := simplelru.NewLRU(maxOrigins, forget)
	if err != nil {
		panic(err) // it refuses a size below 1 only
	}
	r.origins = origins
	return r
}

// claim returns an origin's file; mine says that it is the caller who has to
// fetch and publish it.
func (r *robotsCache) claim(origin string) (f *robotsFile, mine bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, ok := r.origins.Get(origin); ok && !f.stale() {
		return f, false
	}
	r.origins.Remove(origin)
	f = &robotsFile{done: make(chan struct{})}
	r.origins.Add(origin, f)
	return f, true
}

// publish lets everybody read f, and forgets the files not used for longest if
// all together have become too large.
func (r *robotsCache) publish(origin string, f *robotsFile) {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(f.done)
	if at, ok := r.origins.Peek(origin); !ok || at != f { // forgotten meanwhile
		return
	}
	r.bytes += f.size()
	for r.bytes > maxRobotsBytes && r.origins.Len() > 1 {
		r.origins.RemoveOldest()
	}
}

// size is what f counts for: nothing before it is known.
func (f *robotsFile) size() int {
	if !f.known() || f.rules == nil {
		return 0
	}
	return f.rules.Size()
}

func (f *robotsFile) known() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

func (f *robotsFile) stale() bool { return f.known() && (f.abandoned || !time.Now().Before(f.until)) }

// verdict is what f makes of t: an error, or leave to fetch it.
func (f *robotsFile) verdict(t link.Target) Outcome {
	if f.rules == nil {
		o := f.failed
		err := *o.Err // rows add to their errors
		o.Err = &err
		return o
	}
	o := Outcome{CrawlDelay: f.rules.Delay}
	if !f.rules.Allows(t.URL.RequestURI()) {
		o.Err = reason.Errorf(reason.BlockedByRobots, "robots.txt of %s does not allow it", reason.Clip(t.URL.Host))
		return o
	}
	if f.rules.NoAI {
		o.Err = reason.Errorf(reason.OptedOut, "robots.txt of %s says Content-Signal: ai-train=no", reason.Clip(t.URL.Host))
		return o
	}
	t.Cleared = true
	o.Moved = &t
	return o
}

package testweb

import (
	"net/http"
	"sync"
	"time"
)

// bucket refuses requests that come faster than its rate; the requests of one
// second may come at once.
type bucket struct {
	rate float64 // a second; 0 = no limit

	mu    sync.Mutex
	spent float64   // of rate
	at    time.Time // when it was
}

// take reports whether a request may pass now.
func (b *bucket) take(now time.Time) bool {
	if b.rate == 0 {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent = max(b.spent-now.Sub(b.at).Seconds()*b.rate, 0)
	b.at = now
	if b.spent+1 > max(b.rate, 1) {
		return false
	}
	b.spent++
	return true
}

// refuse answers a request that came too fast.
func (v *visit) refuse() {
	v.server.stats.refuse(v.host)
	status(http.StatusTooManyRequests)(v)
}

package fetch

import (
	"fmt"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// giveUp has r, whose host is given up, go on to its next link, or to its end. A
// link that was tried keeps its own reason; one that was not has the host's.
func (f *Fetcher) giveUp(h *host, r *row) {
	f.waiting--
	if !r.tried() {
		r.fail(h.downError())
	}
	if !r.nextLink() {
		r.now = link.Target{}
	}
	f.enqueue(r, 0)
}

// downError is the failure of a row that is not sent to h.
func (h *host) downError() *reason.Error {
	e := &reason.Error{Reason: reason.HostDown}
	if h.trouble == nil {
		e.Err = fmt.Errorf("not tried: %s is given up", reason.Clip(h.name))
		return e
	}
	if h.trouble.Reason == reason.HTTP429 {
		e.Reason = reason.HTTP429
	}
	e.Err = fmt.Errorf("not tried: %s is given up, the last request ended with %w", reason.Clip(h.name), h.trouble)
	return e
}

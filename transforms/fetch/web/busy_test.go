package web

import (
	"testing"
	"time"
)

// Which answers say that the server is asked too much, and which may mean that.
func TestRefusedAndBusy(t *testing.T) {
	for _, c := range []struct {
		status        int
		retryAfter    time.Duration
		refused, busy bool
	}{
		{429, 0, true, false},
		{429, time.Second, true, false},
		{503, time.Second, true, false},
		{503, 0, false, true},
		{420, 0, false, true},
		{430, 0, false, true},
		{509, 0, false, true},
		{529, 0, false, true},
		{509, time.Second, true, false},
		{500, 0, false, false},
		{500, time.Second, false, false},
		{502, 0, false, false},
		{404, 0, false, false},
		{0, time.Second, false, false},
	} {
		o := Outcome{Status: c.status, RetryAfter: c.retryAfter}
		if o.Refused() != c.refused || o.Busy() != c.busy {
			t.Errorf("%d, Retry-After %v: refused %v, busy %v", c.status, c.retryAfter, o.Refused(), o.Busy())
		}
		if (c.refused || c.busy) && !classifyStatus(c.status).Retry {
			t.Errorf("%d is not tried again", c.status)
		}
	}
}

package store

import (
	"testing"
	"time"
)

// TestPatience holds that every request is tried for half a minute.
func TestPatience(t *testing.T) {
	for range 100 {
		var total time.Duration
		for attempt := range Attempts - 1 {
			total += UsualPauses(attempt)
		}
		if total < 28*time.Second || total > 45*time.Second {
			t.Fatalf("a request is tried for %v", total)
		}
	}
}

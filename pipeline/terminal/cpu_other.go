//go:build !unix

package terminal

import "time"

// cpuTime is not known.
func cpuTime() time.Duration { return 0 }

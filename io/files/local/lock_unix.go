//go:build darwin || linux

package local

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// lockFolder keeps others who lock the folder out until unlock is called; the system
// unlocks for a process that is killed. Where the file system has no locks, or
// somebody keeps one for lockWithin, it goes on without.
func lockFolder(dir string) (unlock func()) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}
	}
	for end := time.Now().Add(lockWithin); ; time.Sleep(lockPause) {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) //nolint:gosec // a descriptor is no larger
		held := errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR)
		if !held || time.Now().After(end) {
			return func() { _ = f.Close() } // which unlocks
		}
	}
}

// A lock is held for a look and a rename.
const (
	lockWithin = 10 * time.Second
	lockPause  = time.Millisecond
)

// Package cputime tells the benchmarks what CPU time they have used. It imports
// the standard library only.
package cputime

import (
	"syscall"
	"time"
)

// Used returns the CPU time that this process has used, user and system, garbage
// collection and all.
func Used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it knows no failure for the process itself
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

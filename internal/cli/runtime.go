package cli

import (
	"os"
	"runtime/debug"
)

// abortOnCrash has the process end by SIGABRT where Go's runtime gives up: out of
// memory, or at a panic in one of Beam's goroutines. It would end with exit code 2,
// which says here that the user's flags or inputs are wrong. The text of the crash is a
// matter for a bug report, and a core file beside it none, so there is none.
func abortOnCrash() {
	debug.SetTraceback("crash")
	noCoreFile()
}

// collectSooner has the garbage collected when the heap has grown by three fifths of what
// was in use, and not by all of it, unless the user has said when (GOGC). Most garbage is
// pictures that were downloaded. On bench/web this takes some 50 MB of 460 off the process,
// for one or two hundredths more CPU time.
func collectSooner() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(60)
	}
}

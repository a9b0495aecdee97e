package cli

import "runtime/debug"

// abortOnCrash has the process end by SIGABRT where Go's runtime gives up: out of
// memory, or at a panic in one of Beam's goroutines. It would end with exit code 2,
// which says here that the user's flags or inputs are wrong. The text of the crash is a
// matter for a bug report, and a core file beside it none, so there is none.
func abortOnCrash() {
	debug.SetTraceback("crash")
	noCoreFile()
}

// Package runner is what package pipeline and the engines behind it agree on.
//
// A Runner is one row of pipeline's table: the names that Beam's --runner flag
// takes, and how to find the Engine that they mean. An Engine submits a Job and
// cancels it; it has a package of its own beside this one, and knows nothing of
// pipeline's options. What several of them need is here too: Beam's flags, workers
// in this process, and metrics as Beam returns them.
//
// It may import Beam, io/files and transforms/progress and joberror; pipeline and its engines
// import it.
package runner

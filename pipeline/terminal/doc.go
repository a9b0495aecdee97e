// Package terminal is what a job says to whoever started it: its progress while it
// runs, and then what came of it, in a table, and what could be done about that.
//
// It imports io/files and io/shards, to quote a failure, pure parts of transforms,
// package figures and a library for terminals; only package pipeline imports it.
package terminal

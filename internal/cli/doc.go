// Package cli is the command line: flags in, exit code out. The two programs,
// cmd/beamcrop and cmd/run, are nothing but this package under two names: one is
// what gets installed, the other is short to run from a checkout. It imports
// pipeline and the demo; only those two programs import it.
package cli

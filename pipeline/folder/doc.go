// Package folder is the output folder as a launcher deals with it: what is there
// before a run, whether the run may have it, and whether it is whole.
//
// Claim makes it the run's own, or refuses; Release gives it back; Verify compares
// its files with their sidecars. While a job runs the folder is the workers', see
// io/shards.
//
// It imports io/files, io/shards, transforms/joberror and printable, and does not
// know Beam; only package pipeline imports it.
package folder

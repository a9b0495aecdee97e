// Package stats sums up many measurements in little space: a Histogram of
// values, a Timeline of when rows were finished, and Lowest, a sample that
// depends on names alone. Each can be added up over shards in any order with the
// same result, so what a shard's sidecar holds stays small and a job's sum is
// exact.
//
// It is pure and imports the standard library only; package shards, whose
// sidecars hold these, imports it.
package stats

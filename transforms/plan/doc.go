// Package plan is the first half of the graph: from input patterns to the
// shards that make up the output, each naming its rows.
//
// It is a thin layer of Beam over io/rows (what a file holds), sample (which
// rows are chosen) and shard (how they are dealt out).
package plan

// Package summarize is the graph's last stage: from the shards' sidecars to
// what describes the whole output: summary.json, manifest.json and the dataset
// card.
//
// The files' contents are plain functions of the sidecars (summary.go,
// manifest.go, card.go); Beam is in summarize.go alone.
package summarize

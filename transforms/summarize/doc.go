// Package summarize is the graph's last stage: from the shards' sidecars to
// what describes the whole output: summary.json, manifest.json, the dataset card
// and report.html.
//
// The files' contents are plain functions of the sidecars (summary.go,
// manifest.go, card.go, and package report); Beam is in summarize.go alone. The
// report's pictures alone come from elsewhere: thumbnails.go reads those few
// crops back from the data files.
package summarize

// Package cropfetch is beamcrop for pipelines of your own: a transform that takes
// rows with links and boxes, and returns the crops, and the rows that gave none
// with the reason why.
//
//	got, failed := cropfetch.Fetch(s, cropfetch.Defaults(), rows) // PCollection<cropfetch.Row> -> <cropfetch.Crop>, <cropfetch.Failure>
//
// It stands over the same engine as the command line's job, package engine: the
// same fetcher with its limits for each host, the same cropping, the same bounds
// on memory. What a job has beside that, sampling, shards, files, resuming, is
// not here.
//
// It imports Beam, engine and what that stands on. Whatever runs the pipeline has
// to register nothing: importing the package does.
package cropfetch

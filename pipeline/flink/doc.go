// Package flink is what beamcrop knows of Flink beyond Beam's job server before it:
// the JobManager's REST API, by which a job is watched and cancelled.
//
// Beam's client waits for a job without a word, and the job server forgets a job
// that it is told to cancel. Progress comes from Flink's accumulators and from the
// shards that stand complete in the output folder; lost workers, failed attempts and
// missing slots from the answers on the job, its exceptions and the TaskManagers.
//
// It imports Beam's flags and messages, packages runner, jobserver and figures,
// io/files, transforms/progress and joberror; only package pipeline imports it.
package flink

// Package dataflow is what beamcrop knows of Google Cloud Dataflow beyond Beam's
// runner for it, which stages a program and a graph and creates the job.
//
// Check finds before that what a submission would fail for, most of which Beam
// says only after it has uploaded a hundred megabytes, or Dataflow after minutes.
// A Program is what the workers' machines run, found or built. A Service follows
// a job, by its state, its messages and its metrics, and cancels it. Beam would
// wait for a job by itself, but looks every 30 seconds, tells neither why a job
// failed nor how far it is, and cannot cancel.
//
// It imports Beam, Google's API client, package runner, io/files, transforms/progress
// and joberror; only package pipeline imports it.
package dataflow

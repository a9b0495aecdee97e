// Package testdataflow is a Dataflow for tests: a server on loopback that speaks
// the jobs part of the v1b3 API, and does the jobs.
//
// It takes the graph and the program out of the bucket that they were staged in,
// as Dataflow does, and runs the graph on Prism by workers that are that program,
// started as Beam's container starts them. So what was staged is all that a job
// has. States and metrics are Prism's own. A bucket is whatever
// STORAGE_EMULATOR_HOST serves.
//
// Google's clients want credentials: the server also hands out tokens, to a
// service account whose file it writes, and refuses whoever has none.
//
// Only tests import it. It imports Beam and Google's API client.
package testdataflow

// Package jobserver runs jobs by way of one of Beam's job servers, which stands
// before Flink, Spark and others.
//
// It completes and checks the flags that say where the server is and how workers
// are started, submits, and cancels. What stands behind the server it does not
// know, and so it tells of progress by the output folder alone: an engine that knows,
// such as package flink, uses a Server and adds to it.
//
// It imports Beam, package runner, io/files, io/shards, transforms/progress and
// joberror; package pipeline and engines behind a job server import it.
package jobserver

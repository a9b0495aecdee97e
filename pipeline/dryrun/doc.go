// Package dryrun says what a job would do: it reads the inputs' metadata, plans the
// job as a run would, looks at a part of the sampled rows, and estimates. It downloads
// no picture and writes nothing, but for a preview where one is asked for.
//
// Pipeline finds out what the job is, as for a run, and hands it over as a Job.
//
// It imports io, transforms/plan and parts of transforms that are pure, and package
// figures; it knows Beam only by transforms/plan. Only package pipeline imports it.
package dryrun

package pipeline

import (
	"context"
	"fmt"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/leases"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// inArray says whether the process is part of a job array.
func (j job) inArray() bool { return j.share.Of > 0 }

// arrayName names the array in the manifest. It is the plan's name, so that parts
// find each other however many they are and whenever they come.
func (j job) arrayName() string { return "array" + j.manifest.Fingerprint[:32] }

// beat shows the other parts that this one is alive, until end is called.
func (j job) beat(ctx context.Context, store *files.Files, run string) (end func(), err error) {
	if !j.inArray() {
		return func() {}, nil
	}
	end, err = leases.Beat(ctx, store, j.options.Output, run)
	if err != nil {
		return nil, joberror.Failedf("telling the other parts of the job array that this one works: %w", err)
	}
	return end, nil
}

// conclude describes the output if the array's work is done, and else says how much of
// it is.
func (j job) conclude(ctx context.Context, store *files.Files, did progress.Metrics) (left string, err error) {
	rows, size := did.Counters[progress.PlannedRows], j.options.ShardRows
	complete, err := summarize.Conclude(ctx, store, j.summaryOptions(), workplan.Count(rows, size))
	if err != nil {
		return "", err
	}
	var there int64
	for shard, done := range complete {
		if done {
			there += workplan.RowsOf(shard, rows, size)
		}
	}
	if there == rows {
		return "", nil
	}
	return fmt.Sprintf("%d of %d %s are there, and other parts are at work on the rest; if they end without it, run the command again with --part=all to finish",
		there, rows, figures.Plural(rows, "row", "rows")), nil
}

// crowd warns of an array in which a part cannot do with as little of a host as it is
// to have.
func (j job) crowd() []string {
	if most := j.options.Fetch.HostConcurrency; j.share.Of > most {
		return []string{fmt.Sprintf("--part: each of %d parts makes at least one request at a time, so a host may see %d of them and not the %d of --host_concurrency", j.share.Of, j.share.Of, most)}
	}
	return nil
}

package dryrun

import (
	"context"
	"io"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// inspectors is how many files a dry run inspects at once, as a runner would.
const inspectors = 8

// Job is a job that is ready to be run.
type Job struct {
	Inputs  []workplan.File
	Input   string // what they are, in a few words
	Style   string // how the first is written, where that is worth a word
	Warning string // of rows that cannot be read, "" if all can

	Plan   plan.Options
	Sample string // as it was asked for

	Mapped   []Mapped // links, boxes and captions
	Boxes    boxes.Found
	Captions string // which of several are taken, "" where each row has one
	Whole    string // why crops are whole pictures; "" = they are not

	Crop          crop.Options
	Fetch         fetch.Options
	Format        string // of the output
	ImageEncoding string
	Cores         int // of this machine

	Assumed []string // options that no flag was given for, with their values

	Preview int // rows to make a preview of; 0 = none
	// Look makes it of a shard's rows, given what the dry run says, and says in a line
	// what came of it.
	Look func(ctx context.Context, s workplan.Shard, text string) (string, error)
}

// Mapped is a column that was found or named.
type Mapped struct {
	What   string // it holds
	Column string // "" = there is none
	Why    string // it was taken
}

// dryRun is what a dry run found out.
type dryRun struct {
	job       Job
	inspected []workplan.Inspected // in the order of their names
	chosen    *sample.Sample
	seen      sight
}

// Run plans the job, looks at a part of its rows, and says on to what would be done.
// Errors of the user's making carry exit code 2 (joberror.Find).
func Run(ctx context.Context, store *files.Files, j Job, to io.Writer) error {
	d := dryRun{job: j}
	if err := d.find(ctx, store); err != nil {
		return err
	}
	text := d.text()
	if _, err := io.WriteString(to, text); err != nil || j.Preview == 0 {
		return err
	}
	line, err := j.Look(ctx, d.previewed(), text)
	if err != nil {
		return err
	}
	var p page
	p.wrapped("preview", line)
	_, err = io.WriteString(to, p.text.String())
	return err
}

// previewed is a sample of the sample, by the same seed: the rows are among those that a
// run takes.
func (d *dryRun) previewed() workplan.Shard {
	n := min(int64(d.job.Preview), d.chosen.Rows())
	sources := make([]sample.Source, len(d.inspected))
	for i, f := range d.inspected {
		sources[i] = f.Source()
	}
	few := sample.New(d.job.Plan.Seed, sample.Size{Rows: n}, sources)
	for s := range workplan.Cut(d.inspected, few, int(n)) {
		return s // there is no other
	}
	return workplan.Shard{}
}

func (d *dryRun) find(ctx context.Context, store *files.Files) (err error) {
	if d.inspected, err = d.job.inspect(ctx, store); err != nil {
		return err
	}
	if d.chosen, err = plan.Choose(d.inspected, d.job.Plan); err != nil {
		return err
	}
	if d.seen, err = d.look(ctx, store); err != nil {
		return joberror.Usagef("%w", err)
	}
	return nil
}

// inspect reads the metadata of all inputs, which the graph does in parallel on
// its workers.
func (j Job) inspect(ctx context.Context, store *files.Files) ([]workplan.Inspected, error) {
	inspected := make([]workplan.Inspected, len(j.Inputs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inspectors)
	for i, f := range j.Inputs {
		group.Go(func() (err error) {
			inspected[i], err = plan.Inspect(ctx, store, f, j.Plan.Columns, j.Plan.Where)
			return err
		})
	}
	return inspected, group.Wait()
}

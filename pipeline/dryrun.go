package pipeline

import (
	"context"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// inspectors is how many files a dry run inspects at once, as a runner would.
const inspectors = 8

// dryRun is what a dry run found out.
type dryRun struct {
	asked     Options // as on the command line: without a preset's columns
	job       job
	inspected []shard.Inspected // in the order of their names
	chosen    *sample.Sample
	seen      sight
	cores     int
}

// DryRun plans the job as a run would, looks at a part of its rows, and says on
// to what would be done. It downloads no picture, writes nothing and claims
// nothing. Errors of the user's making carry exit code 2 (joberror.Find).
func DryRun(ctx context.Context, o Options, to io.Writer) error {
	d := dryRun{asked: o, cores: runtime.GOMAXPROCS(0)}
	if err := d.find(ctx); err != nil {
		return interrupted(ctx, err)
	}
	_, err := io.WriteString(to, d.text())
	return err
}

func (d *dryRun) find(ctx context.Context) (err error) {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	d.asked.DryRun = true
	if d.job, err = prepare(ctx, store, d.asked); err != nil {
		return err
	}
	if d.inspected, err = d.job.inspect(ctx, store); err != nil {
		return err
	}
	if d.chosen, err = plan.Choose(d.inspected, d.job.planOptions("")); err != nil {
		return err
	}
	if d.seen, err = d.look(ctx, store); err != nil {
		return joberror.Usagef("%w", err)
	}
	return nil
}

// inspect reads the metadata of all inputs, which the graph does in parallel on
// its workers.
func (j job) inspect(ctx context.Context, store *files.Files) ([]shard.Inspected, error) {
	inspected := make([]shard.Inspected, len(j.inputs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inspectors)
	for i, f := range j.inputs {
		group.Go(func() (err error) {
			inspected[i], err = plan.Inspect(ctx, store, f, j.columns, j.options.Where)
			return err
		})
	}
	return inspected, group.Wait()
}

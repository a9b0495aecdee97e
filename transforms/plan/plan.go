package plan

import (
	"context"
	"log/slog"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	_ "github.com/beamcrop/beamcrop/transforms/elements" // how they travel
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// The DoFns are registered without register.DoFn, which saves reflection for each
// element, of which there are few here, and adds 4.6 MB to the program for each DoFn.
func init() {
	beam.RegisterDoFn(reflect.TypeFor[matchFn]())
	beam.RegisterDoFn(reflect.TypeFor[inspectFn]())
	beam.RegisterDoFn(reflect.TypeFor[planFn]())
	register.Emitter1[workplan.File]()
	register.Emitter1[workplan.Inspected]()
	register.Emitter1[workplan.Shard]()
	register.Iter1[workplan.Inspected]()
}

// Options says what to plan.
type Options struct {
	Job       string   // names the run for progress.Of
	Inputs    []string // patterns: files, globs or folders
	Digest    string   // of the files that the launcher found; see Digest
	Format    string   // of all inputs; "" = each file's own, as Match finds it
	Output    string   // folder whose files of ours are no inputs; "" = none
	Columns   rows.Columns
	Where     string // which rows to sample from, see package where; "" = all
	Sample    sample.Size
	Seed      uint64
	ShardRows int
	Share     workplan.Share // the shards that this process does first, whose rows are those to show progress of
}

// Shards returns the job's shards, a PCollection<workplan.Shard>, spread over the
// workers. Nothing but references to rows is in it.
func Shards(s beam.Scope, o Options) beam.PCollection {
	s = s.Scope("plan.Shards")
	matched := beam.ParDo(s.Scope("Match"), &matchFn{Inputs: o.Inputs, Format: o.Format, Output: o.Output, Digest: o.Digest}, beam.Impulse(s))
	inspected := beam.ParDo(s.Scope("Inspect"), &inspectFn{Columns: o.Columns, Where: o.Where}, beam.Reshuffle(s, matched))
	all := beam.GroupByKey(s, beam.AddFixedKey(s, inspected))
	planned := beam.ParDo(s.Scope("Plan"), &planFn{Options: o}, all)
	return beam.Reshuffle(s, planned)
}

// matchFn lists the inputs, and fails if they are not those that the launcher
// saw: a worker may see another disk, and files may change in between.
type matchFn struct {
	Inputs []string
	Format string
	Output string
	Digest string
}

func (fn *matchFn) ProcessElement(ctx context.Context, _ []byte, emit func(workplan.File)) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	matched, err := Match(ctx, store, fn.Inputs, fn.Format, fn.Output)
	if err != nil {
		return err
	}
	if Digest(matched) != fn.Digest {
		return joberror.Usagef("the input files that the worker sees are not those that the launcher saw: they changed, or lie on a disk that workers do not share")
	}
	for _, f := range matched {
		emit(f)
	}
	return nil
}

// inspectFn finds out what a file holds.
type inspectFn struct {
	Columns rows.Columns
	Where   string
}

func (fn *inspectFn) ProcessElement(ctx context.Context, f workplan.File, emit func(workplan.Inspected)) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	inspected, err := Inspect(ctx, store, f, fn.Columns, fn.Where)
	if err != nil {
		return err
	}
	emit(inspected)
	return nil
}

var (
	plannedRows = beam.NewCounter(progress.Namespace, progress.PlannedRows)
	unclearRows = beam.NewCounter(progress.Namespace, progress.UnclearRows)
)

// planFn samples and deals out: one element in, all shards out.
type planFn struct {
	Options Options
}

func (fn *planFn) ProcessElement(ctx context.Context, _ int, next func(*workplan.Inspected) bool, emit func(workplan.Shard)) error {
	var inspected []workplan.Inspected
	for f := (workplan.Inspected{}); next(&f); f = (workplan.Inspected{}) {
		inspected = append(inspected, f)
	}
	chosen, err := Choose(inspected, fn.Options)
	if err != nil {
		return err
	}
	if n, why := Unclear(inspected); n > 0 {
		slog.WarnContext(ctx, "--where cannot be told of rows, which do not match", "rows", n, "first", why)
		unclearRows.Inc(ctx, n)
	}
	progress.Of(fn.Options.Job).Plan(fn.Options.Share.Rows(chosen.Rows(), fn.Options.ShardRows))
	plannedRows.Inc(ctx, chosen.Rows())
	for s := range workplan.Cut(inspected, chosen, fn.Options.ShardRows) {
		emit(s)
	}
	return nil
}

// Choose samples the rows of all inspected files, which it puts in order.
func Choose(inspected []workplan.Inspected, o Options) (*sample.Sample, error) {
	slices.SortFunc(inspected, func(a, b workplan.Inspected) int { return strings.Compare(a.File.Name, b.File.Name) })
	if err := unify(inspected, o); err != nil {
		return nil, err
	}
	sources := make([]sample.Source, len(inspected))
	for i, f := range inspected {
		sources[i] = f.Source()
	}
	chosen := sample.New(o.Seed, o.Sample, sources)
	if chosen.Rows() == 0 && o.Where != "" {
		return nil, noMatch(inspected, o.Where)
	}
	if chosen.Rows() == 0 {
		return nil, joberror.Usagef("the input has no rows: %s", strings.Join(o.Inputs, ","))
	}
	return chosen, nil
}

// Inspect reads the metadata of one file, or all of it if it is text, and if there
// is a filter (see Options.Where) the columns that it names.
func Inspect(ctx context.Context, store *files.Files, f workplan.File, columns rows.Columns, filter string) (workplan.Inspected, error) {
	file, err := store.Open(ctx, f.URI)
	if err != nil {
		return workplan.Inspected{}, joberror.Usagef("%w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	info, err := rows.Inspect(ctx, file, f.Format, f.Columns(columns))
	if err != nil {
		return workplan.Inspected{}, joberror.Usagef("%w", rows.In(f.URI, err))
	}
	inspected := workplan.Inspected{File: f, Info: info}
	if filter != "" {
		inspected.Matched, err = match(ctx, file, inspected, columns, filter)
	}
	if err != nil {
		return workplan.Inspected{}, joberror.Usagef("%w", rows.In(f.URI, err))
	}
	if file.Version() != f.Version || files.Unchanged(file) != nil {
		return workplan.Inspected{}, joberror.Usagef("%s changed while the job was planned: run the command again", f.URI)
	}
	return inspected, nil
}

package cropfetch

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/metrics"
)

func init() {
	register.DoFn5x1[context.Context, beam.EventTime, Row, func(beam.EventTime, Crop), func(beam.EventTime, Failure), error](&fetchFn{})
	register.Emitter2[beam.EventTime, Crop]()
	register.Emitter2[beam.EventTime, Failure]()
}

// Fetch downloads the picture of every row in a PCollection<Row>, cuts its boxes
// out, and returns a PCollection<Crop> and a PCollection<Failure>: one element in
// one of them for each box, or for a row that has none. What is wrong with a row,
// its link, its host or its picture is a Failure and never fails the job; what
// does is the worker's own trouble, such as a full disk.
//
// Many rows are fetched at a time within a bundle, and come out in no order. At
// most 32,768 crops, or 128 MiB of payloads, are on their way in a process; of
// crops that wait to be emitted 32 MiB stay in memory, and more wait in files
// without a name in os.TempDir.
//
// Elements keep their row's event time. Their window is the global one, whatever
// the rows': a bundle emits what other elements of it were for. Window them again
// if need be; event times give the same windows as before.
//
// Fetch panics if the options are not valid, as Beam does at what cannot be
// built; Options.Validate says so without.
func Fetch(s beam.Scope, o Options, rows beam.PCollection) (crops, failures beam.PCollection) {
	s = s.Scope("cropfetch.Fetch")
	if err := o.Validate(); err != nil {
		panic(fmt.Errorf("cropfetch.Fetch: %w", err))
	}
	rows = beam.WindowInto(s, window.NewGlobalWindows(), rows)
	return beam.ParDo2(s, &fetchFn{Options: o}, rows)
}

// fetchFn is a RowBundle a bundle.
type fetchFn struct {
	Options Options

	work    *work
	cleanup runtime.Cleanup
}

// StartBundle ends first what a bundle that failed elsewhere may have left. Beam
// tells nobody of that; a fetchFn that it dropped is cleaned up after.
func (fn *fetchFn) StartBundle(ctx context.Context, _ func(beam.EventTime, Crop), _ func(beam.EventTime, Failure)) error {
	if err := fn.end(); err != nil {
		return err
	}
	var err error
	if fn.work, err = startWork(ctx, fn.Options); err != nil {
		return err
	}
	fn.work.bundle.Observe(func(s engine.Event) { metrics.Count(ctx, s) })
	fn.cleanup = runtime.AddCleanup(fn, (*work).abandon, fn.work)
	return nil
}

func (fn *fetchFn) ProcessElement(_ context.Context, at beam.EventTime, row Row, crops func(beam.EventTime, Crop), failures func(beam.EventTime, Failure)) error {
	return fn.guard(func() error { return fn.work.bundle.Add(ask(at, row), emit(crops, failures)) })
}

func (fn *fetchFn) FinishBundle(_ context.Context, crops func(beam.EventTime, Crop), failures func(beam.EventTime, Failure)) error {
	err := fn.guard(func() error { return fn.work.bundle.Finish(emit(crops, failures)) })
	return errors.Join(err, fn.end())
}

// Teardown follows a bundle that failed, with some runners.
func (fn *fetchFn) Teardown() error { return fn.end() }

// guard ends the bundle's work when a step of it fails, be it by the panic with
// which Beam leaves an emitter.
func (fn *fetchFn) guard(step func() error) (err error) {
	failed := true
	defer func() {
		if failed {
			err = errors.Join(err, fn.end())
		}
	}()
	err = step()
	failed = err != nil
	return err
}

func (fn *fetchFn) end() error {
	if fn.work == nil {
		return nil
	}
	fn.cleanup.Stop()
	w := fn.work
	fn.work = nil
	return w.end()
}

// Package materialize is the graph's working stage: shards in, their files
// written and counted.
//
// It is a thin layer of Beam over package engine: one DoFn whose bundle is an
// engine.Bundle, so that many shards are open at once however few bundles the
// runner makes, and whose results leave only from the bundle's own goroutine.
package materialize

import (
	"context"
	"errors"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	_ "github.com/beamcrop/beamcrop/transforms/elements" // how they travel
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/metrics"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// The DoFns are registered without register.DoFn, which saves reflection for each
// element, of which there are few here, and adds 4.6 MB to the program for each DoFn.
func init() {
	beam.RegisterDoFn(reflect.TypeFor[shardFn]())
	register.Emitter1[int]()
}

// Shards writes the files of every shard in a PCollection<workplan.Shard> and
// returns a 1 for each that is complete, a PCollection<int>: its sidecar stands in the
// folder, and is read from there by who wants it. Runners hold what travels, some until
// the bundle's end, which is the job's; a million sidecars would be 20 GB.
func Shards(s beam.Scope, o engine.Options, planned beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("materialize.Shards"), &shardFn{Options: o}, planned)
}

type shardFn struct {
	Options engine.Options

	worker *engine.Worker
	bundle *engine.Bundle
}

func (fn *shardFn) Setup() error {
	var err error
	fn.worker, err = workers.acquire(fn.Options)
	return err
}

func (fn *shardFn) StartBundle(ctx context.Context, _ func(int)) {
	fn.bundle = fn.worker.NewBundle(ctx)
	fn.bundle.Observe(func(s engine.Event) { metrics.Count(ctx, s) })
}

func (fn *shardFn) ProcessElement(_ context.Context, s workplan.Shard, emit func(int)) error {
	return fn.end(fn.bundle.Add(s, one(emit)))
}

func (fn *shardFn) FinishBundle(_ context.Context, emit func(int)) error {
	err := fn.end(fn.bundle.Finish(one(emit)))
	if err != nil {
		return err
	}
	return fn.closeBundle()
}

// one emits a 1 for each sidecar.
func one(emit func(int)) engine.Emit { return func(shards.Sidecar) { emit(1) } }

// Teardown follows a bundle that failed, too.
func (fn *shardFn) Teardown() error {
	return errors.Join(fn.closeBundle(), workers.release(fn.Options.Job))
}

func (fn *shardFn) closeBundle() error {
	if fn.bundle == nil {
		return nil
	}
	err := fn.bundle.Close()
	fn.bundle = nil
	return err
}

// end closes the bundle at its first error, and marks what a user can read: an
// input that is broken is theirs to mend, anything else is the job's failure.
func (fn *shardFn) end(err error) error {
	if err == nil {
		return nil
	}
	err = errors.Join(err, fn.closeBundle())
	if _, _, marked := joberror.Find(err); marked {
		return err
	}
	var input *rows.InputError
	if errors.As(err, &input) {
		return joberror.Usagef("%w", input)
	}
	return joberror.Failedf("%w", err)
}

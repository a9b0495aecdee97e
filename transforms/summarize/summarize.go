package summarize

import (
	"context"
	"reflect"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	_ "github.com/beamcrop/beamcrop/transforms/elements" // how they travel
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/report"
)

// The DoFns are registered without register.DoFn, which saves reflection for each
// element, of which there are few here, and adds 4.6 MB to the program for each DoFn.
func init() {
	beam.RegisterDoFn(reflect.TypeFor[outputFn]())
	register.Iter1[shards.Sidecar]()
	register.Emitter1[int]()
	register.Function1x0(ignore)
	register.Function1x0(ignoreSidecar)
}

// Options says where the output is and what it was planned to be.
type Options struct {
	Output   string // folder URI
	Format   string // one of shards.Formats
	Manifest shards.Manifest
	Asked    []report.Group // the manifest's plan, for people to read
	Boxes    boxes.Options  // what columns there are for them
	Config   []byte         // the options, as a file to repeat the run with
}

// Output writes the files that describe the output, given every shard's sidecar
// (a PCollection<shards.Sidecar>); the finished manifest comes last.
//
// It passes the number of shards on to nobody: Prism waits for a bundle of a stage
// without output in a busy loop (stage.Execute of Beam 2.77), which would take a
// core from the writing for as long as it lasts.
func Output(s beam.Scope, o Options, sides beam.PCollection) {
	s = s.Scope("summarize.Output")
	described := beam.ParDo(s, &outputFn{Options: o}, beam.GroupByKey(s, beam.AddFixedKey(s, sides)))
	beam.ParDo0(s, ignore, beam.Reshuffle(s, described)) // a stage of its own: fused, there would be no output again
}

func ignore(int) {}

// Discard takes the sidecars of one part of a job array, which say nothing of the
// output by themselves: see Conclude.
func Discard(s beam.Scope, sides beam.PCollection) {
	s = s.Scope("summarize.Discard")
	beam.ParDo0(s, ignoreSidecar, beam.Reshuffle(s, sides))
}

func ignoreSidecar(shards.Sidecar) {}

type outputFn struct {
	Options Options
}

func (fn *outputFn) ProcessElement(ctx context.Context, _ int, next func(*shards.Sidecar) bool, emit func(int)) error {
	var sides []shards.Sidecar
	for side := (shards.Sidecar{}); next(&side); side = (shards.Sidecar{}) {
		sides = append(sides, side)
	}
	slices.SortFunc(sides, func(a, b shards.Sidecar) int { return a.Shard - b.Shard })
	if err := fn.write(ctx, sides); err != nil {
		return joberror.Failedf("describing the output: %w", err)
	}
	emit(len(sides))
	return nil
}

func (fn *outputFn) write(ctx context.Context, sides []shards.Sidecar) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // what was written is committed by then
	docs, err := describe(ctx, store, fn.Options, sides)
	if err != nil {
		return err
	}
	return publish(ctx, store, fn.Options, sides, docs)
}

// describe settles what shards there are, and returns what is to be said of them.
func describe(ctx context.Context, store *files.Files, o Options, sides []shards.Sidecar) (described, error) {
	if err := settle(ctx, store, o, sides); err != nil {
		return nil, err
	}
	total, err := add(sides)
	if err != nil {
		return nil, err
	}
	summary := total.summary(o.Manifest.Fingerprint)
	card, err := Card(o, summary, features(sides))
	if err != nil {
		return nil, err
	}
	page, err := reportHTML(ctx, store, o, sides, total.Report, summary.Hosts.MostFailed)
	if err != nil {
		return nil, err
	}
	summaryJSON, err := encode(summary)
	if err != nil {
		return nil, err
	}
	return described{shards.CardName: []byte(card), shards.ReportName: page, shards.ConfigName: o.Config, shards.SummaryName: summaryJSON}, nil
}

// features returns the types of the data files' columns, which all shards share;
// none if a shard's sidecar tells none.
func features(sides []shards.Sidecar) string {
	for _, side := range sides {
		if side.Features == "" {
			return ""
		}
	}
	return sides[0].Features
}

func reportHTML(ctx context.Context, store *files.Files, o Options, sides []shards.Sidecar, total shards.Report, mostFailed []shards.HostReport) ([]byte, error) {
	pictures, err := thumbnails(ctx, store, o, len(sides), total.Details.Crops)
	if err != nil {
		return nil, err
	}
	return report.Render(report.Data{
		Fingerprint: o.Manifest.Fingerprint, Plan: o.Manifest.Plan, Asked: o.Asked, Shards: len(sides),
		Total: total, MostFailed: mostFailed, Thumbnails: pictures,
	})
}

package summarize

import (
	"context"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/report"
)

// The DoFns are registered without register.DoFn, which saves reflection for each
// element, of which there are few here, and adds 4.6 MB to the program for each DoFn.
func init() {
	beam.RegisterDoFn(reflect.TypeFor[outputFn]())
	register.Emitter1[int]()
	register.Function1x0(ignore)
	register.Function2x1(plus)
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

// Output writes the files that describe the output, given a number for every
// complete shard, a PCollection<int> that adds up to how many there are; the finished
// manifest comes last.
//
// It passes the number of shards on to nobody: Prism waits for a bundle of a stage
// without output in a busy loop (stage.Execute of Beam 2.77), which would take a
// core from the writing for as long as it lasts.
func Output(s beam.Scope, o Options, complete beam.PCollection) {
	s = s.Scope("summarize.Output")
	described := beam.ParDo(s, &outputFn{Options: o}, beam.Combine(s, plus, complete))
	beam.ParDo0(s, ignore, beam.Reshuffle(s, described)) // a stage of its own: fused, there would be no output again
}

func plus(a, b int) int { return a + b }

func ignore(int) {}

// Discard takes the shards of one part of a job array, which say nothing of the
// output by themselves: see Conclude.
func Discard(s beam.Scope, complete beam.PCollection) {
	s = s.Scope("summarize.Discard")
	beam.ParDo0(s, ignore, beam.Reshuffle(s, beam.Combine(s, plus, complete)))
}

type outputFn struct {
	Options Options
}

func (fn *outputFn) ProcessElement(ctx context.Context, complete int, emit func(int)) error {
	if err := fn.write(ctx, complete); err != nil {
		return joberror.Failedf("describing the output: %w", err)
	}
	emit(complete)
	return nil
}

func (fn *outputFn) write(ctx context.Context, of int) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // what was written is committed by then
	total, unknown, err := gather(ctx, store, fn.Options, of)
	if err != nil {
		return err
	}
	docs, err := describe(ctx, store, fn.Options, total, unknown)
	if err != nil {
		return err
	}
	return publish(ctx, store, fn.Options, total.shards, docs)
}

// describe removes what no sidecar knows, and returns what is to be said of the shards.
func describe(ctx context.Context, store *files.Files, o Options, total *whole, unknown map[string]files.Info) (described, error) {
	if err := sweep(ctx, store, o, total, unknown); err != nil {
		return nil, err
	}
	summary := total.summary(o.Manifest.Fingerprint)
	card, err := Card(o, summary, total.features)
	if err != nil {
		return nil, err
	}
	page, err := reportHTML(ctx, store, o, total, summary.Hosts.MostFailed)
	if err != nil {
		return nil, err
	}
	summaryJSON, err := encode(summary)
	if err != nil {
		return nil, err
	}
	return described{shards.CardName: []byte(card), shards.ReportName: page, shards.ConfigName: o.Config, shards.SummaryName: summaryJSON}, nil
}

func reportHTML(ctx context.Context, store *files.Files, o Options, total *whole, mostFailed []shards.HostReport) ([]byte, error) {
	pictures, err := thumbnails(ctx, store, o, total.of, total.Details.Crops)
	if err != nil {
		return nil, err
	}
	return report.Render(report.Data{
		Fingerprint: o.Manifest.Fingerprint, Plan: o.Manifest.Plan, Asked: o.Asked, Shards: total.of,
		Total: total.Report, MostFailed: mostFailed, Thumbnails: pictures,
	})
}

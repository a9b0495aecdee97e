package pipeline

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/materialize"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// build makes the graph that doc.go draws.
func (j job) build(name string) *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	planned := plan.Shards(s, j.planOptions(name))
	written := materialize.Shards(s, j.engineOptions(name), planned)
	if j.inArray() {
		summarize.Discard(s, written) // conclude reads what all parts have written
		return p
	}
	summarize.Output(s, j.summaryOptions(), written)
	return p
}

// summaryOptions says what is to be said of the output.
func (j job) summaryOptions() summarize.Options {
	o := j.options
	return summarize.Options{
		Output: o.Output, Format: o.OutputFormat, Manifest: j.manifest,
		Asked: o.asked(decided{j.inputs, j.columns, j.boxes.Options}), Config: j.config, Boxes: j.boxes.Options,
	}
}

// engineOptions says what to do with a shard, to the graph and to a preview.
func (j job) engineOptions(name string) engine.Options {
	o := j.options
	o.Fetch.Workers = j.runner.Workers(runner.Flag)
	array := ""
	if j.inArray() {
		array = j.manifest.Run
		o.Fetch.Workers = j.share.Of
		o.LookAhead = max(o.LookAhead/j.share.Of, 2*o.ShardRows) // or the first parts would open all shards
	}
	return engine.Options{
		Job:           name,
		Array:         array,
		Share:         j.share,
		Fingerprint:   j.manifest.Fingerprint,
		Output:        o.Output,
		Format:        o.OutputFormat,
		ImageEncoding: o.imageEncoding(),
		IDPrefix:      o.IDPrefix,
		ShardRows:     o.ShardRows,
		Columns:       j.columns,
		Boxes:         j.boxes.Options,
		Captions:      captions.Options{Take: o.Captions, Seed: o.Seed},
		ImageRoot:     o.ImageRoot,
		VerifyHash:    o.VerifyHash,
		Retry:         j.retry,
		Originals:     j.originals,
		Fetch:         o.Fetch,
		Crop:          o.Crop,
		LookAhead:     o.LookAhead,
		Buffer:        o.Buffer,
		SpoolDir:      o.SpoolDir,
	}
}

// planOptions says what to plan, to the graph and to a dry run.
func (j job) planOptions(name string) plan.Options {
	return plan.Options{
		Job:       name,
		Inputs:    j.options.Inputs,
		Digest:    plan.Digest(j.inputs),
		Format:    j.options.inputFormat(),
		Output:    j.options.Output,
		Columns:   j.columns,
		Where:     j.options.Where,
		Sample:    j.sample,
		Seed:      j.options.Seed,
		ShardRows: j.options.ShardRows,
		Share:     j.share,
	}
}

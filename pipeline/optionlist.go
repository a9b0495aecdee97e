package pipeline

import (
	"flag"
	"slices"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// decided is what a job has found out when its plan is stated.
type decided struct {
	inputs  []workplan.File
	columns rows.Columns
	boxes   boxes.Options
}

// List returns o's options as a table, each tied to its field: the flags, --help, a
// --config file, Validate, the plan and its fingerprint, and what an output says of
// how it was made all come from it. A new option is a field and an entry.
func (o *Options) List() []option.Option { return o.list(decided{}) }

func (o *Options) list(d decided) []option.Option {
	list := o.entries(d)
	defaults := Defaults()
	for i, entry := range defaults.entries(decided{}) {
		list[i].Default = entry.Value.String()
	}
	return list
}

func (o *Options) entries(d decided) []option.Option {
	return slices.Concat(o.inputOptions(d), o.sampleOptions(), o.cropOptions(), o.encodeOptions(), o.outputOptions(), o.fetchOptions(), o.runOptions())
}

// Flags makes o's options flags of fs, with o's values as defaults. On the
// command line fs is flag.CommandLine, which Beam's own flags are in.
func (o *Options) Flags(fs *flag.FlagSet) { option.Define(fs, o.List()) }

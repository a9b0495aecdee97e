package cropfetch

import (
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// Options say how to fetch and how to crop. Start from Defaults.
type Options struct {
	// Fetch bounds what hosts are asked for. On a cluster set its Workers to the
	// number of processes, for a host's limits are divided by it; and name yourself
	// in its UserAgent.
	Fetch fetch.Options
	Crop  crop.Options
}

// Defaults returns the options of the command line without flags: polite
// fetching, the exact box as JPEG of quality 90.
func Defaults() Options { return Options{Fetch: fetch.Defaults(), Crop: crop.Defaults()} }

// Validate returns a one-line error that names the first option out of range, as
// the command line's flag.
func (o Options) Validate() error {
	if err := o.Fetch.Validate(); err != nil {
		return err
	}
	return o.Crop.Validate()
}

// engine returns the options of the Worker that serves o.
func (o Options) engine() engine.Options {
	return engine.Options{
		Job: "crops", Fetch: o.Fetch, Crop: o.Crop,
		LookAhead: engine.DefaultLookAhead, Buffer: engine.DefaultBuffer,
	}
}

package summarize

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report"
)

// SoFar is the report of an output that is still being written. It reads the sidecar
// of each shard once, so that asking again and again costs little in a large job.
type SoFar struct {
	store   *files.Files
	options Options
	sum     sum               // of the shards that were read
	of      int               // shards that the output will have; 0 until one was read
	version map[string]string // of the sidecars that were read, by name
}

// NewSoFar returns the report of the output that o names.
func NewSoFar(store *files.Files, o Options) *SoFar {
	s := &SoFar{store: store, options: o}
	s.forget()
	return s
}

func (s *SoFar) forget() {
	s.sum, s.version = sum{}, map[string]string{}
}

// HTML is the report of the shards that are complete by now; running says how far the
// job is. It is for one goroutine at a time.
func (s *SoFar) HTML(ctx context.Context, running string) ([]byte, error) {
	if err := s.read(ctx); err != nil {
		return nil, err
	}
	total := s.sum.Report
	pictures, err := thumbnails(ctx, s.store, s.options, s.of, total.Details.Crops)
	if err != nil {
		return nil, err
	}
	o := s.options
	return report.Render(report.Data{
		Fingerprint: o.Manifest.Fingerprint, Plan: o.Manifest.Plan, Asked: o.Asked, Shards: len(s.version), Running: running,
		Total: total, MostFailed: s.sum.hosts.MostFailed(namedHosts), Thumbnails: pictures,
	})
}

// read adds the shards that are new, and starts anew where one has been written again.
func (s *SoFar) read(ctx context.Context) error {
	there, err := shards.ListState(ctx, s.store, s.options.Output)
	if err != nil {
		return err
	}
	for name, version := range s.version {
		if there[name].Version != version {
			s.forget()
			break
		}
	}
	for name, info := range there {
		if _, known := s.version[name]; known || !shards.IsSidecar(name) {
			continue
		}
		side, err := read(ctx, s.store, info.URI)
		if err != nil {
			return err
		}
		if side.Fingerprint != s.options.Manifest.Fingerprint {
			continue // --overwrite has not come to it yet
		}
		if err := s.sum.add(side); err != nil {
			return err
		}
		s.of, s.version[name] = side.Shards, info.Version
	}
	return nil
}

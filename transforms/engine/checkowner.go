package engine

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// checkOwner returns an error if another run has taken over the output folder.
func (w *Worker) checkOwner(ctx context.Context) error {
	if err := shards.CheckOwner(ctx, w.files, w.opts.Output, w.opts.owner()); err != nil {
		return joberror.Failedf("%w", err)
	}
	return nil
}

// versions are those of a shard's files, "" of those that are not there.
type versions struct {
	data             []string // in the order of shards.FilesOf
	failures, marker string
}

func (w *Worker) look(ctx context.Context, s workplan.Shard) (versions, error) {
	formats := shards.FilesOf(w.opts.Format)
	v := versions{data: make([]string, len(formats))}
	looked := map[string]*string{
		files.Join(w.opts.Output, shards.FailuresName(s.Number, s.Of)): &v.failures,
		w.markerURI(s): &v.marker,
	}
	for i, format := range formats {
		looked[files.Join(w.opts.Output, shards.DataName(s.Number, s.Of, format))] = &v.data[i]
	}
	for uri, version := range looked {
		var err error
		if *version, err = w.files.Version(ctx, uri); err != nil {
			return v, err
		}
	}
	return v, nil
}

// markerURI is where a shard's sidecar stands.
func (w *Worker) markerURI(s workplan.Shard) string {
	return files.Join(w.opts.Output, shards.SidecarName(s.Number, s.Of))
}

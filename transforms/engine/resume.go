package engine

import (
	"context"
	"errors"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// shardState is how a shard's files are, as far as that shows without reading them.
type shardState struct {
	all       bool // they are there, in their sizes
	crops     bool // so is the data file that has the pictures
	cut       bool // that file is there in another size
	untouched bool // all are in the versions that the sidecar's writer saw
}

// completed returns the sidecar of a shard whose files are all there, from this
// run (a runner may hand out a bundle twice) or an earlier one. A sidecar that
// cannot be read, or whose files are gone, means that the shard is to be done.
func (w *Worker) completed(ctx context.Context, s workplan.Shard) (shards.Sidecar, bool, error) {
	side, files, err := w.shardState(ctx, s)
	return side, files.all, err
}

// shardState returns a shard's sidecar and how its files are. Without a sidecar that
// can be read none is.
func (w *Worker) shardState(ctx context.Context, s workplan.Shard) (shards.Sidecar, shardState, error) {
	none := shards.Sidecar{}
	data, err := w.files.ReadFile(ctx, w.markerURI(s))
	if errors.Is(err, fs.ErrNotExist) {
		return none, shardState{}, nil
	}
	if err != nil {
		return none, shardState{}, err
	}
	side, err := shards.DecodeSidecar(data)
	if err != nil || side.Shard != s.Number || side.Shards != s.Of {
		return none, shardState{}, nil //nolint:nilerr // a broken sidecar marks no completed shard
	}
	if side.Fingerprint != w.opts.Fingerprint {
		return none, shardState{}, joberror.Usagef("%s holds shards of another job: choose another --output, or --overwrite", w.opts.Output)
	}
	found := shardState{all: true, untouched: len(side.Versions) > 0}
	for i, entry := range side.Files() {
		info, err := w.files.Stat(ctx, files.Join(w.opts.Output, entry.Name))
		gone := errors.Is(err, fs.ErrNotExist)
		if err != nil && !gone {
			return none, found, err
		}
		whole := !gone && info.Size == entry.Size
		if i == 0 {
			found.crops, found.cut = whole, !whole && !gone
		}
		found.all = found.all && whole
		found.untouched = found.untouched && whole && info.Version == side.Versions[i]
	}
	return side, found, nil
}

// whole says whether a complete shard's files are what its sidecar says. They are
// read only where they are not in the versions that the sidecar's writer saw: where
// somebody has written to them, or copied the folder.
func (w *Worker) whole(ctx context.Context, e *previousAttempt) (bool, error) {
	if e.untouched {
		return true, nil
	}
	return e.side.Matches(ctx, w.files, w.opts.Output)
}

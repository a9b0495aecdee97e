package engine

import (
	"context"
	"errors"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// completed returns the sidecar of a shard whose files are all there, from this
// run (a runner may hand out a bundle twice) or an earlier one. A sidecar that
// cannot be read, or whose files are gone, means that the shard is to be done.
func (w *Worker) completed(ctx context.Context, s shard.Shard) (shards.Sidecar, bool, error) {
	none := shards.Sidecar{}
	data, err := w.files.ReadFile(ctx, w.markerURI(s))
	if errors.Is(err, fs.ErrNotExist) {
		return none, false, nil
	}
	if err != nil {
		return none, false, err
	}
	side, err := shards.DecodeSidecar(data)
	if err != nil || side.Shard != s.Number || side.Shards != s.Of {
		return none, false, nil //nolint:nilerr // a broken sidecar marks no completed shard
	}
	if side.Fingerprint != w.opts.Fingerprint {
		return none, false, joberror.Usagef("%s holds shards of another job: choose another --output, or --overwrite", w.opts.Output)
	}
	for _, entry := range side.Files() {
		info, err := w.files.Stat(ctx, files.Join(w.opts.Output, entry.Name))
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size != entry.Size {
			return none, false, nil
		}
		if err != nil {
			return none, false, err
		}
	}
	return side, true, nil
}

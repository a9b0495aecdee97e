package summarize

import (
	"context"
	"errors"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

const (
	sidecarReaders = 16 // how many sidecars are read at once
	sidecarsAhead  = 64 // how many are held
)

// gather adds up the job's sidecars as they stand in the folder: in order, for what is
// counted of hosts and links depends on it a little, and a few at a time, so that their
// number decides only how long the manifest is.
//
// It sees that the shards in the folder and their sidecars are one, and returns what no
// sidecar knows of what there was before.
func gather(ctx context.Context, store *files.Files, o Options, of int) (total *whole, unknown map[string]files.Info, err error) {
	there, err := shards.List(ctx, store, o.Output)
	if err != nil {
		return nil, nil, err
	}
	if err := shards.CheckOwner(ctx, store, o.Output, o.Manifest.Run); err != nil {
		return nil, nil, err
	}
	total = &whole{of: of}
	for first := 0; first < of; first += sidecarsAhead {
		sides := make([]shards.Sidecar, min(sidecarsAhead, of-first))
		group, within := errgroup.WithContext(ctx)
		group.SetLimit(sidecarReaders)
		for i := range sides {
			group.Go(func() (err error) {
				sides[i], err = settled(within, store, o, shards.SidecarName(first+i, of), there)
				return err
			})
		}
		if err := group.Wait(); err != nil {
			return nil, nil, err
		}
		for _, side := range sides {
			if err := total.next(side); err != nil {
				return nil, nil, err
			}
			delete(there, shards.SidecarName(side.Shard, of))
			for _, entry := range side.Files() {
				delete(there, entry.Name)
			}
		}
	}
	return total, there, nil
}

// settled reads a shard's sidecar. Where a runner had the shard done twice at once, the
// other attempt may have written its files since they were listed: what stands there by
// now is what counts.
func settled(ctx context.Context, store *files.Files, o Options, name string, listed map[string]files.Info) (shards.Sidecar, error) {
	uri := files.Join(o.Output, name)
	side, err := read(ctx, store, uri)
	if errors.Is(err, fs.ErrNotExist) {
		return side, gone(uri)
	}
	if err != nil {
		return side, joberror.Failedf("%s cannot be read: %w: run the command again, which makes it again", uri, err)
	}
	if side.Fingerprint != o.Manifest.Fingerprint {
		return side, joberror.Failedf("%s is of another job: choose another --output", uri)
	}
	for _, entry := range side.Files() {
		if info, found := listed[entry.Name]; found && info.Size == entry.Size {
			continue
		}
		uri := files.Join(o.Output, entry.Name)
		info, err := store.Stat(ctx, uri)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size != entry.Size {
			return side, gone(uri)
		}
		if err != nil {
			return side, err
		}
	}
	return side, nil
}

func read(ctx context.Context, store *files.Files, uri string) (shards.Sidecar, error) {
	data, err := store.ReadFile(ctx, uri)
	if err != nil {
		return shards.Sidecar{}, err
	}
	return shards.DecodeSidecar(data)
}

func gone(uri string) error {
	return joberror.Failedf("%s is gone from the output, or cut: run the command again, which makes what is missing", uri)
}

// sweep removes what no sidecar knows of this job's shards, or of one's that it
// replaces: the files that an attempt, or a run that lost the folder to this one, was
// just writing, and what killed parts of a job array have left. As the run owns the
// folder after it was listed, no later owner's file is in the list; a version that has
// changed since is left alone.
func sweep(ctx context.Context, store *files.Files, o Options, total *whole, unknown map[string]files.Info) error {
	manifest, _, err := shards.OwnManifest(ctx, store, o.Output, o.Manifest.Run)
	if err != nil {
		return err
	}
	manifest = manifest.Finish(total.shards) // knows how many shards there are
	for name, info := range unknown {
		if !shards.IsShard(name) && !shards.IsPulse(name) || !manifest.Accounts(name) {
			continue
		}
		if err := store.RemoveIf(ctx, info.URI, info.Version); err != nil {
			return err
		}
	}
	return nil
}

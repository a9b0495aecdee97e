package summarize

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// settle makes the shards in the folder and their sidecars one. Where a runner
// had a shard done twice at once, the attempt that it counts may not be the one
// whose files stand there in the end: then its sidecar is read anew. What no
// sidecar knows of this job's shards, or of one's that it replaces, goes: the files
// that an attempt, or a run that lost the folder to this one, was just writing, and
// what killed parts of a job array have left. As the run owned the folder after it was
// listed, no later owner's file is in the list; a version that has changed since
// is left alone.
func settle(ctx context.Context, store *files.Files, o Options, sides []shards.Sidecar) error {
	output := o.Output
	there, err := shards.List(ctx, store, output)
	if err != nil {
		return err
	}
	manifest, _, err := shards.OwnManifest(ctx, store, output, o.Manifest.Run)
	if err != nil {
		return err
	}
	manifest = manifest.Finish(sides) // knows how many shards there are
	known := map[string]bool{}
	for i := range sides {
		name := shards.SidecarName(sides[i].Shard, sides[i].Shards)
		if sides[i], err = settled(ctx, store, output, sides[i], there); err != nil {
			return err
		}
		known[name] = true
		for _, entry := range sides[i].Files() {
			known[entry.Name] = true
		}
	}
	for name, info := range there {
		if known[name] || !shards.IsShard(name) && !shards.IsPulse(name) || !manifest.Accounts(name) {
			continue
		}
		if err := store.RemoveIf(ctx, info.URI, info.Version); err != nil {
			return err
		}
	}
	return nil
}

// settled returns the sidecar of a shard that stands in the folder, which is side
// unless another attempt has done the shard since, and makes sure that its files do.
func settled(ctx context.Context, store *files.Files, output string, side shards.Sidecar, there map[string]files.Info) (shards.Sidecar, error) {
	own, err := side.Encode()
	if err != nil {
		return side, err
	}
	name := shards.SidecarName(side.Shard, side.Shards)
	if _, gone := missing(side, there); !gone && there[name].Size == int64(len(own)) {
		return side, nil
	}
	if _, stands := there[name]; !stands {
		return side, lost(output, name)
	}
	if side, err = read(ctx, store, files.Join(output, name)); err != nil {
		return side, joberror.Failedf("%s cannot be read: %w: run the command again, which makes it again", files.Join(output, name), err)
	}
	if entry, gone := missing(side, there); gone {
		return side, lost(output, entry.Name)
	}
	return side, nil
}

func lost(output, name string) error {
	return joberror.Failedf("%s is gone from the output, or cut: run the command again, which makes what is missing", files.Join(output, name))
}

// missing returns a sidecar's file that is not there, as far as the sizes tell.
func missing(side shards.Sidecar, there map[string]files.Info) (entry shards.FileEntry, gone bool) {
	for _, entry := range side.Files() {
		if info, found := there[entry.Name]; !found || info.Size != entry.Size {
			return entry, true
		}
	}
	return shards.FileEntry{}, false
}

func read(ctx context.Context, store *files.Files, uri string) (shards.Sidecar, error) {
	data, err := store.ReadFile(ctx, uri)
	if err != nil {
		return shards.Sidecar{}, err
	}
	return shards.DecodeSidecar(data)
}

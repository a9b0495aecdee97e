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
		if _, gone := missing(sides[i], there); gone { // unless it is another attempt's by now
			if sides[i], err = read(ctx, store, files.Join(output, name)); err != nil {
				return err
			}
			if entry, gone := missing(sides[i], there); gone {
				return joberror.Failedf("%s is gone from the output, or cut: run the command again, which makes what is missing", files.Join(output, entry.Name))
			}
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

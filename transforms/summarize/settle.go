package summarize

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

// settle makes the shards in the folder and their sidecars one. Where a runner
// had a shard done twice at once, the attempt that it counts may not be the one
// whose files stand there in the end: then its sidecar is read anew. What no
// sidecar knows goes: the files that an attempt, or a run that this one took
// the folder over from, was just writing.
func settle(ctx context.Context, store *files.Files, output string, sides []shards.Sidecar) error {
	there, err := shards.List(ctx, store, output)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for i := range sides {
		name := shards.SidecarName(sides[i].Shard, sides[i].Shards)
		if !stands(sides[i], there) {
			if sides[i], err = read(ctx, store, files.Join(output, name)); err != nil {
				return err
			}
		}
		known[name] = true
		for _, entry := range sides[i].Files() {
			known[entry.Name] = true
		}
	}
	for name := range there {
		if known[name] || !shards.IsShard(name) {
			continue
		}
		if err := store.Remove(ctx, files.Join(output, name)); err != nil {
			return err
		}
	}
	return nil
}

// stands says whether a sidecar's files are there, as far as their sizes tell.
func stands(side shards.Sidecar, there map[string]int64) bool {
	for _, entry := range side.Files() {
		if size, found := there[entry.Name]; !found || size != entry.Size {
			return false
		}
	}
	return true
}

func read(ctx context.Context, store *files.Files, uri string) (shards.Sidecar, error) {
	data, err := store.ReadFile(ctx, uri)
	if err != nil {
		return shards.Sidecar{}, err
	}
	return shards.DecodeSidecar(data)
}

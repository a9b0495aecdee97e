package folder

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Claim makes the output folder this run's own before anything is downloaded:
// an output of the same plan is continued, one of another plan is an error
// unless it is to be replaced. Whatever a run may write over is accounted for by
// the manifest that is there, or the run is refused.
//
// The claim is the run's name in the manifest. Who claims last owns the
// folder: a run that was killed holds up nobody, and one that still works finds
// out when it next completes a shard, and stops (shards.CheckOwner).
//
// It returns when the job was begun: m.Started, or earlier if it is continued.
func Claim(ctx context.Context, store *files.Files, output string, overwrite bool, m shards.Manifest) (started time.Time, err error) {
	there, err := look(ctx, store, output)
	if err != nil {
		return started, err
	}
	another := there.used() && there.manifest.Fingerprint != m.Fingerprint
	replace := there.used() && overwrite || another && there.manifest.WroteNothing()
	if another && !replace {
		return started, joberror.Usagef("%s holds the output of another job (%s): choose another --output, or replace it with --overwrite", output, differences(there.manifest, m))
	}
	if err := there.refuseForeign(ctx); err != nil {
		return started, err
	}
	if before := there.manifest.Started; there.used() && !replace && !before.IsZero() {
		m.Started = before
	}
	m.Described = there.described
	m.Replaces = there.manifest.Replaces
	if replace {
		m.Replaces = append(m.Replaces, there.manifest.Extent())
	}
	if err := mark(ctx, store, output, m, there.version); err != nil {
		return started, err
	}
	if slices.ContainsFunc(m.Replaces, func(e shards.Extent) bool { return !e.Removed }) {
		if err := there.replace(ctx, m); err != nil {
			return started, joberror.Usagef("--overwrite: %w", err)
		}
	}
	if err := store.CleanTemps(ctx, output, shards.IsOutput); err != nil {
		return started, outputError(output, err)
	}
	return m.Started, nil
}

// mark writes the manifest of the unfinished job over the version that is there.
func mark(ctx context.Context, store *files.Files, output string, m shards.Manifest, version string) error {
	err := put(ctx, store, output, m, version)
	if errors.Is(err, files.ErrChanged) {
		return startedMeanwhile(output)
	}
	if err != nil {
		return outputError(output, err)
	}
	return nil
}

// startedMeanwhile refuses a folder that another run claims at the same time.
func startedMeanwhile(output string) error {
	return joberror.Usagef("another run has started in %s at this very moment: choose another --output, or run the command again once it is done", output)
}

func put(ctx context.Context, store *files.Files, output string, m shards.Manifest, version string) error {
	data, err := m.Encode()
	if err != nil {
		return err
	}
	return store.WriteFileIf(ctx, files.Join(output, shards.ManifestName), version, data)
}

// replace removes the files that were there before this run, and then notes that in
// the manifest. A run that is killed before that leaves the rest to the next one.
func (f folder) replace(ctx context.Context, m shards.Manifest) error {
	for name, info := range f.files {
		if name == shards.ManifestName {
			continue
		}
		if err := f.store.RemoveIf(ctx, info.URI, info.Version); err != nil {
			return err
		}
	}
	now, version, err := shards.OwnManifest(ctx, f.store, f.output, m.Run)
	if err != nil {
		return err
	}
	for i := range now.Replaces {
		now.Replaces[i].Removed = true
	}
	return mark(ctx, f.store, f.output, now, version)
}

// Release gives the folder back after a mistake of the user's that only the
// workers could find, if the run made nothing but its claim and its configuration: so that the command,
// mended, is not that of another job.
func Release(ctx context.Context, store *files.Files, output, run string, failure error) error {
	if failure == nil {
		return nil
	}
	if _, code, ok := joberror.Find(failure); !ok || code != joberror.Usage {
		return nil
	}
	if err := shards.CheckOwner(ctx, store, output, run); err != nil {
		return err
	}
	names, err := shards.List(ctx, store, output)
	config, configured := names[shards.ConfigName]
	if err != nil || len(names) > 2 || len(names) == 2 && !configured {
		return err
	}
	if configured {
		if err := store.Remove(ctx, config.URI); err != nil {
			return err
		}
	}
	return store.Remove(ctx, files.Join(output, shards.ManifestName))
}

package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// claim makes the output folder this run's own before anything is downloaded:
// an output of the same plan is continued, one of another plan is an error
// unless it is to be replaced. Files that are not ours are left alone.
//
// The claim is the run's name in manifest.json. Who claims last owns the
// folder: a run that was killed holds up nobody, and one that still works finds
// out when it next completes a shard, and stops (shards.CheckOwner).
func claim(ctx context.Context, store *files.Files, o Options, m summarize.Manifest) error {
	if err := refuseOldLayout(ctx, store, o.Output); err != nil {
		return err
	}
	version, err := store.Version(ctx, files.Join(o.Output, shards.ManifestName))
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	if err := mayClaim(ctx, store, o, m, version != ""); err != nil {
		return err
	}
	if err := mark(ctx, store, o.Output, m, version); err != nil {
		return err
	}
	if o.Overwrite {
		if err := removeOutput(ctx, store, o.Output); err != nil {
			return joberror.Usagef("--overwrite: %w", err)
		}
	}
	if err := store.CleanTemps(ctx, o.Output, shards.IsOutput); err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	return nil
}

// mayClaim is an error if the folder is not to be touched.
func mayClaim(ctx context.Context, store *files.Files, o Options, m summarize.Manifest, used bool) error {
	if o.Overwrite {
		return nil
	}
	if !used {
		return refuseUnknown(ctx, store, o.Output)
	}
	data, err := store.ReadFile(ctx, files.Join(o.Output, shards.ManifestName))
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	made, err := summarize.DecodeManifest(data)
	if err != nil {
		return joberror.Usagef("%s holds a broken manifest.json (%w): choose another --output, or replace it with --overwrite", o.Output, err)
	}
	if made.Fingerprint != m.Fingerprint {
		return joberror.Usagef("%s holds the output of another job (%s): choose another --output, or replace it with --overwrite", o.Output, differences(made.Plan, m.Plan))
	}
	return nil
}

// oldManifest is where the manifest stood when data files and sidecars lay at the
// top of the output folder.
const oldManifest = "manifest.json"

// refuseOldLayout finds the output of a beamcrop that did not have our folders.
// Another program's manifest.json is none of our business.
func refuseOldLayout(ctx context.Context, store *files.Files, output string) error {
	data, err := store.ReadFile(ctx, files.Join(output, oldManifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	if _, err := summarize.DecodeManifest(data); err != nil {
		return nil //nolint:nilerr // it is another program's
	}
	return joberror.Usagef("%s was made by an earlier version of beamcrop, with its data files at the top of the folder: "+
		"read it as it is, or finish it with that version; for this version choose another --output", output)
}

// mark writes the manifest of the unfinished job over the version that is there.
func mark(ctx context.Context, store *files.Files, output string, m summarize.Manifest, version string) error {
	data, err := summarize.Encode(m)
	if err != nil {
		return err
	}
	err = store.WriteFileIf(ctx, files.Join(output, shards.ManifestName), version, data)
	if errors.Is(err, files.ErrChanged) {
		return joberror.Usagef("another run has started in %s at this very moment: choose another --output, or run the command again once it is done", output)
	}
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	return nil
}

// refuseUnknown finds shards that no manifest speaks for.
func refuseUnknown(ctx context.Context, store *files.Files, output string) error {
	names, err := shards.List(ctx, store, output)
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if strings.HasPrefix(name, "part-") {
			return joberror.Usagef("%s holds %s but no manifest.json: choose another --output, or replace what is there with --overwrite", output, name)
		}
	}
	return nil
}

// release gives the folder back after a mistake of the user's that only the
// workers could find, if the run made nothing but its claim: so that the command,
// mended, is not that of another job.
func (j job) release(ctx context.Context, store *files.Files, run string, failure error) error {
	if failure == nil {
		return nil
	}
	if _, code, ok := joberror.Find(failure); !ok || code != joberror.Usage {
		return nil
	}
	if err := shards.CheckOwner(ctx, store, j.options.Output, run); err != nil {
		return err
	}
	names, err := shards.List(ctx, store, j.options.Output)
	if err != nil || len(names) > 1 {
		return err
	}
	return store.Remove(ctx, files.Join(j.options.Output, shards.ManifestName))
}

// removeOutput removes what an earlier run left, except the manifest, which is
// this run's by now.
func removeOutput(ctx context.Context, store *files.Files, output string) error {
	names, err := shards.List(ctx, store, output)
	if err != nil {
		return err
	}
	for name := range names {
		if name == shards.ManifestName {
			continue
		}
		if err := store.Remove(ctx, files.Join(output, name)); err != nil {
			return err
		}
	}
	return nil
}

package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// claim makes the output folder this job's own before anything is downloaded:
// an output of the same plan is continued, one of another plan is an error
// unless it is to be replaced. Files that are not ours are left alone.
func claim(ctx context.Context, store *files.Files, o Options, m summarize.Manifest) error {
	if err := store.CleanTemps(ctx, o.Output, shards.IsOutput); err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	if o.Overwrite {
		if err := removeOutput(ctx, store, o.Output); err != nil {
			return joberror.Usagef("--overwrite: %w", err)
		}
		return mark(ctx, store, o.Output, m)
	}
	data, err := store.ReadFile(ctx, files.Join(o.Output, shards.ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		if err := refuseUnknown(ctx, store, o.Output); err != nil {
			return err
		}
		return mark(ctx, store, o.Output, m)
	}
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

// mark writes the manifest of the unfinished job.
func mark(ctx context.Context, store *files.Files, output string, m summarize.Manifest) error {
	data, err := summarize.Encode(m)
	if err != nil {
		return err
	}
	if err := store.WriteFile(ctx, files.Join(output, shards.ManifestName), data); err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	return nil
}

// refuseUnknown finds shards that no manifest speaks for.
func refuseUnknown(ctx context.Context, store *files.Files, output string) error {
	names, err := outputNames(ctx, store, output)
	if err != nil {
		return joberror.Usagef("--output: %w", err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "part-") {
			return joberror.Usagef("%s holds %s but no manifest.json: choose another --output, or replace what is there with --overwrite", output, name)
		}
	}
	return nil
}

// removeOutput removes what an earlier run left; the manifest goes last, so
// that a removal that is cut short can be repeated.
func removeOutput(ctx context.Context, store *files.Files, output string) error {
	names, err := outputNames(ctx, store, output)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == shards.ManifestName {
			continue
		}
		if err := store.Remove(ctx, files.Join(output, name)); err != nil {
			return err
		}
	}
	return store.Remove(ctx, files.Join(output, shards.ManifestName))
}

// outputNames lists the files in the folder that a run of ours may have made.
func outputNames(ctx context.Context, store *files.Files, output string) ([]string, error) {
	found, err := store.List(ctx, output)
	if err != nil {
		return nil, err
	}
	var names []string
	root := strings.TrimSuffix(files.Join(output, "x"), "x")
	for _, info := range found {
		if name := strings.TrimPrefix(info.URI, root); shards.IsOutput(name) {
			names = append(names, name)
		}
	}
	return names, nil
}

package folder

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// folder is what an output folder holds before a run starts.
type folder struct {
	store     *files.Files
	output    string
	manifest  shards.Manifest
	version   string                // of the manifest's file, "" if there is none
	files     map[string]files.Info // of the names that a run may write
	others    []string              // of the data folder that no run writes, though readers read it
	described []shards.FileEntry    // the files that describe the output, if the manifest's job wrote them
}

// used says whether a run has had the folder before.
func (f folder) used() bool { return f.version != "" }

// look finds out what there is, and refuses a folder that it does not understand.
func look(ctx context.Context, store *files.Files, output string) (folder, error) {
	f := folder{store: store, output: output}
	if err := refuseOldLayout(ctx, store, output); err != nil {
		return f, err
	}
	var err error
	if f.manifest, f.version, err = shards.ReadManifest(ctx, store, output); f.version != "" && err != nil {
		return f, joberror.Usagef("%s: %w: it is not known what there is beamcrop's: choose another --output, or remove the folder", files.Join(output, shards.ManifestName), err)
	}
	if err != nil {
		return f, outputError(output, err)
	}
	if f.files, f.others, err = shards.ListAll(ctx, store, output); err != nil {
		return f, outputError(output, err)
	}
	if _, there := f.files[shards.ManifestName]; there && !f.used() {
		return f, startedMeanwhile(output)
	}
	return f, nil
}

// refuseForeign finds a file that a run may write over and that no run has
// written, and notes the files that describe the output.
func (f *folder) refuseForeign(ctx context.Context) error {
	if len(f.others) > 0 {
		return joberror.Usagef("%s is not beamcrop's, and whoever reads the data folder would take it for a part of the dataset: move it out, or choose another --output", files.Join(f.output, f.others[0]))
	}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if slices.Contains(shards.Top(), name) {
			entry, err := shards.Entry(ctx, f.store, f.output, name)
			if err != nil {
				return outputError(f.output, err)
			}
			if f.manifest.Describes(entry) {
				f.described = append(f.described, entry)
				continue
			}
		} else if f.used() && f.manifest.Accounts(name) {
			continue
		}
		if f.used() {
			return joberror.Usagef("%s is not as beamcrop wrote it, or is not beamcrop's: move it out of the folder so that it is not overwritten, or choose another --output", files.Join(f.output, name))
		}
		return joberror.Usagef("%s is not beamcrop's, and would be overwritten: choose another --output, or move it out of the folder", files.Join(f.output, name))
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
		return outputError(output, err)
	}
	if _, err := shards.DecodeManifest(data); err != nil {
		return nil //nolint:nilerr // it is another program's
	}
	return joberror.Usagef("%s was made by an earlier version of beamcrop, with its data files at the top of the folder: "+
		"read it as it is, or finish it with that version; for this version choose another --output", output)
}

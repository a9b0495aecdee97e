package summarize

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

// described is the content of the files that describe the output, by name.
type described map[string][]byte

// writeAttempts bounds how often the files are written again because another
// attempt of the same run came between.
const writeAttempts = 4

// publish writes the files that describe the output, and then the manifest of the
// finished job. Every write is of a version that was seen before, so that a run
// that claims the folder meanwhile keeps what it has written. The manifest first
// says what the files are going to be, so that a run that is killed halfway
// leaves nothing that the next one takes for the user's.
func publish(ctx context.Context, store *files.Files, o Options, all []shards.ManifestShard, docs described) error {
	var failed error
	for range writeAttempts {
		now, version, err := shards.OwnManifest(ctx, store, o.Output, o.Manifest.Run)
		if err != nil {
			return err
		}
		failed = publishOver(ctx, store, o, all, docs, now, version)
		if !errors.Is(failed, files.ErrChanged) {
			return failed
		}
	}
	return failed
}

// publishOver is one attempt of publish, given the manifest that stands there.
func publishOver(ctx context.Context, store *files.Files, o Options, all []shards.ManifestShard, docs described, now shards.Manifest, version string) error {
	seen, err := lookAtDescribed(ctx, store, o.Output, now)
	if err != nil {
		return err
	}
	final := o.Manifest.Finish(all)
	for _, name := range shards.Top() {
		final.Described = append(final.Described, shards.EntryOf(name, docs[name]))
	}
	now.Described = slices.Concat(now.Described, final.Described)
	if err := writeManifest(ctx, store, o.Output, now, version); err != nil {
		return err
	}
	if _, version, err = shards.OwnManifest(ctx, store, o.Output, o.Manifest.Run); err != nil {
		return err
	}
	for _, name := range shards.Top() {
		if err := store.WriteFileIf(ctx, files.Join(o.Output, name), seen[name], docs[name]); err != nil {
			return err
		}
	}
	return writeManifest(ctx, store, o.Output, final, version)
}

// lookAtDescribed returns the versions of the files that describe the output, and
// refuses to go on if one of them is the user's.
func lookAtDescribed(ctx context.Context, store *files.Files, output string, m shards.Manifest) (map[string]string, error) {
	versions := map[string]string{}
	for _, name := range shards.Top() {
		data, version, err := store.ReadVersion(ctx, files.Join(output, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !m.Describes(shards.EntryOf(name, data)) {
			return nil, fmt.Errorf("%s was changed or put there while the job ran: move it out of the folder so that it is not overwritten, and run the command again", files.Join(output, name))
		}
		versions[name] = version
	}
	return versions, nil
}

func writeManifest(ctx context.Context, store *files.Files, output string, m shards.Manifest, version string) error {
	data, err := m.Encode()
	if err != nil {
		return err
	}
	return store.WriteFileIf(ctx, files.Join(output, shards.ManifestName), version, data)
}

// encode writes a summary as indented JSON.
func encode(s Summary) ([]byte, error) {
	data, err := json.MarshalIndent(s, "", "  ")
	return append(data, '\n'), err
}

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

// joinAttempts bounds how often a part looks again because others came between: of a
// thousand that start at once each has to see only that one has claimed the folder.
const joinAttempts = 16

// Join is Claim for a part of a job array. Its manifest's Run names the array, by
// which parts know each other: the first claims the folder, and the others find it
// claimed and leave the manifest alone. A run that is no part of the array loses the
// folder to it, as it would to any later run.
//
// Nothing is replaced and no temporary file is removed here, since other parts may be at
// work. It returns when the job was begun, as Claim does.
func Join(ctx context.Context, store *files.Files, output string, m shards.Manifest) (started time.Time, err error) {
	for range joinAttempts {
		var version string
		if started, version, err = joinOnce(ctx, store, output, m); err == nil {
			return started, nil
		}
		_, now, readErr := shards.ReadManifest(ctx, store, output)
		if readErr != nil || now == version && !errors.Is(err, files.ErrChanged) {
			break
		}
	}
	if _, _, marked := joberror.Find(err); marked {
		return started, err
	}
	return started, outputError(output, err)
}

func joinOnce(ctx context.Context, store *files.Files, output string, m shards.Manifest) (started time.Time, version string, err error) {
	there, err := look(ctx, store, output)
	if err != nil {
		return started, "", err
	}
	found := there.manifest
	if there.used() && found.Fingerprint != m.Fingerprint {
		return started, there.version, joberror.Usagef("%s holds the output of another job (%s): choose another --output, or remove the folder", output, differences(found, m))
	}
	if slices.ContainsFunc(found.Replaces, func(e shards.Extent) bool { return !e.Removed }) {
		return started, there.version, joberror.Usagef("%s still holds files that a run with --overwrite was to replace: run that command again without --part, or remove the folder", output)
	}
	if err := there.refuseForeign(ctx); err != nil {
		return started, there.version, err
	}
	if !found.Started.IsZero() {
		m.Started = found.Started
	}
	if there.used() && found.Run == m.Run {
		return m.Started, there.version, nil
	}
	m.Described, m.Replaces = there.described, found.Replaces
	return m.Started, there.version, put(ctx, store, output, m, there.version)
}

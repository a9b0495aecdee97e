package shards

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
)

// ErrTakenOver is of a run whose output folder another run has taken over, or
// whose manifest is gone.
var ErrTakenOver = errors.New("this run no longer owns the output folder")

// ReadManifest returns the manifest of an output folder and the version of its
// file, which is "" if there is none.
func ReadManifest(ctx context.Context, store *files.Files, output string) (Manifest, string, error) {
	data, version, err := store.ReadVersion(ctx, files.Join(output, ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, "", nil
	}
	if err != nil {
		return Manifest{}, "", err
	}
	m, err := DecodeManifest(data)
	return m, version, err
}

// CheckOwner returns ErrTakenOver unless run is the last that claimed the
// output folder, by writing its name into the manifest.
func CheckOwner(ctx context.Context, store *files.Files, output, run string) error {
	_, _, err := OwnManifest(ctx, store, output, run)
	return err
}

// OwnManifest is ReadManifest for the run that owns the folder, and else CheckOwner.
func OwnManifest(ctx context.Context, store *files.Files, output, run string) (Manifest, string, error) {
	m, version, err := ReadManifest(ctx, store, output)
	switch {
	case err != nil:
		return m, "", fmt.Errorf("checking who owns the output folder %s: %w", output, err)
	case version == "":
		return m, "", fmt.Errorf("%w: %s is gone, so the folder was removed, moved or cleaned while the job ran", ErrTakenOver, files.Join(output, ManifestName))
	case m.Run != run:
		return m, "", fmt.Errorf("%w: another run has taken over %s (%s); it goes on with what is complete, and this one stops", ErrTakenOver, output, m.Run)
	}
	return m, version, nil
}

package folder

import (
	"context"
	"errors"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// WriteConfig writes the options of a job into the folder that it has claimed, so that
// a job that is never finished can be repeated, too. What an earlier run of the job left
// there stays until the job is done. The manifest accounts for the file before it is
// there, as for any other.
func WriteConfig(ctx context.Context, store *files.Files, output, run string, config []byte) error {
	name := files.Join(output, shards.ConfigName)
	_, _, err := store.ReadVersion(ctx, name)
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return outputError(output, err)
	}
	m, version, err := shards.OwnManifest(ctx, store, output, run)
	if err != nil {
		return joberror.Failedf("%w", err)
	}
	m.Described = append(m.Described, shards.EntryOf(shards.ConfigName, config))
	if err = put(ctx, store, output, m, version); err == nil {
		err = store.WriteFileIf(ctx, name, "", config)
	}
	if err == nil || errors.Is(err, files.ErrChanged) { // another process of the job was faster
		return nil
	}
	return outputError(output, err)
}

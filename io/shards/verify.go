package shards

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
)

// Matches reads a shard's files and says whether they are what the sidecar says.
func (s Sidecar) Matches(ctx context.Context, store *files.Files, output string) (bool, error) {
	for _, entry := range s.Files() {
		if matches, err := entry.matches(ctx, store, output); err != nil || !matches {
			return false, err
		}
	}
	return true, nil
}

// Damaged returns the shard's files that are not what the sidecar says.
func (s Sidecar) Damaged(ctx context.Context, store *files.Files, output string) ([]FileEntry, error) {
	var damaged []FileEntry
	for _, entry := range s.Files() {
		matches, err := entry.matches(ctx, store, output)
		if err != nil {
			return nil, err
		}
		if !matches {
			damaged = append(damaged, entry)
		}
	}
	return damaged, nil
}

// readBytes is how much of a file is read at a time; on an object store each time
// is a request.
const readBytes = 8 << 20

func (f FileEntry) matches(ctx context.Context, store *files.Files, output string) (matches bool, err error) {
	file, err := store.Open(ctx, files.Join(output, f.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if file.Size() != f.Size {
		return false, nil
	}
	sum := sha256.New()
	source := struct{ io.Reader }{io.NewSectionReader(file, 0, file.Size())} // not an io.WriterTo
	if _, err := io.CopyBuffer(sum, source, make([]byte, min(readBytes, max(1, file.Size())))); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == f.SHA256, nil
}

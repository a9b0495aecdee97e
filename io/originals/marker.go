package originals

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
)

// Version is of the store's layout. A program reads stores of its own version only.
const Version = 1

// ErrVersion is of a store that another version of the program made.
var ErrVersion = errors.New("use the version of beamcrop that made it, or another folder")

// ErrNoStore is of a folder with something else in it.
var ErrNoStore = errors.New("the folder is not empty, and is no store of originals: name an empty or a new folder")

const markerFormat = "beamcrop originals"

// marker is what says that a folder is a store.
type marker struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

// card makes datasets, and the Hub, take the Parquet files and nothing else.
//
//go:embed card.md
var card []byte

// checkMarker reads a store's marker; missing says that there is none.
func checkMarker(ctx context.Context, f *files.Files, uri string) (missing bool, err error) {
	data, err := f.ReadFile(ctx, noteURI(uri, markerName))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	var m marker
	if json.Unmarshal(data, &m) != nil || m.Format != markerFormat {
		return false, fmt.Errorf("%s says of no store that it is one: %w", markerName, ErrNoStore)
	}
	if m.Version != Version {
		return false, fmt.Errorf("it is of version %d, and this program reads version %d: %w", m.Version, Version, ErrVersion)
	}
	return false, nil
}

// makeStore makes an empty folder a store. Another process may do the same.
func makeStore(ctx context.Context, f *files.Files, uri string) error {
	data, err := json.Marshal(marker{markerFormat, Version})
	if err != nil {
		return err
	}
	if err := writeNew(ctx, f, noteURI(uri, markerName), data); err != nil {
		return err
	}
	return writeNew(ctx, f, files.Join(uri, cardName), card)
}

// writeNew writes a file unless it is there.
func writeNew(ctx context.Context, f *files.Files, uri string, data []byte) error {
	err := f.WriteFileIf(ctx, uri, "", data)
	if errors.Is(err, files.ErrChanged) {
		return nil
	}
	return err
}

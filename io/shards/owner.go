package shards

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files"
)

// ErrTakenOver is of a run whose output folder another run has taken over.
var ErrTakenOver = errors.New("another run has taken over the output folder; this one stops, and the other goes on with what is complete")

// CheckOwner returns ErrTakenOver unless run is the last that claimed the
// output folder, by writing its name into manifest.json.
func CheckOwner(ctx context.Context, store *files.Files, output, run string) error {
	data, err := store.ReadFile(ctx, files.Join(output, ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrTakenOver, err)
	}
	if err != nil {
		return fmt.Errorf("asking whose the output folder is: %w", err)
	}
	var manifest struct {
		Run string `json:"run"`
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		return fmt.Errorf("asking whose the output folder %s is: %w", output, err)
	}
	if manifest.Run != run {
		return fmt.Errorf("%s: %w", output, ErrTakenOver)
	}
	return nil
}

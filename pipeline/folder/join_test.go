package folder

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Parts that start at the same moment all have the folder, which was another run's;
// that run has lost it.
func TestJoinRace(t *testing.T) {
	store, output := files.New(), t.TempDir()
	single := shards.Manifest{Fingerprint: "f", Run: "single"}
	if _, err := Claim(t.Context(), store, output, false, single); err != nil {
		t.Fatal(err)
	}
	array := shards.Manifest{Fingerprint: "f", Run: "array"}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := Join(t.Context(), store, output, array); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := shards.CheckOwner(t.Context(), store, output, "array"); err != nil {
		t.Error(err)
	}
	if err := shards.CheckOwner(t.Context(), store, output, "single"); !errors.Is(err, shards.ErrTakenOver) {
		t.Errorf("the single run: %v, want that it was taken over", err)
	}
}

// What a part may not have it leaves alone.
func TestJoinRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		there shards.Manifest
		file  string
		says  string
	}{
		"another plan":         {there: shards.Manifest{Fingerprint: "g", Run: "array"}, says: "holds the output of another job"},
		"half replaced":        {there: shards.Manifest{Fingerprint: "f", Run: "single", Replaces: []shards.Extent{{Format: "parquet"}}}, says: "run that command again without --part"},
		"a file of the user's": {there: shards.Manifest{Fingerprint: "f", Run: "array"}, file: shards.CardName, says: "README.md is not as beamcrop wrote it"},
	} {
		t.Run(name, func(t *testing.T) {
			store, output := files.New(), t.TempDir()
			if err := put(t.Context(), store, output, c.there, ""); err != nil {
				t.Fatal(err)
			}
			if c.file != "" {
				if err := store.WriteFile(t.Context(), files.Join(output, c.file), []byte("mine")); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Join(t.Context(), store, output, shards.Manifest{Fingerprint: "f", Run: "array"})
			if _, code, _ := joberror.Find(err); err == nil || code != joberror.Usage || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want exit code 2 and %q", err, c.says)
			}
			if err := shards.CheckOwner(t.Context(), store, output, c.there.Run); err != nil {
				t.Errorf("the folder changed hands: %v", err)
			}
		})
	}
}

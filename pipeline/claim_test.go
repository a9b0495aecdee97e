package pipeline

import (
	"fmt"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// Of runs that start at the same moment one has the folder, and knows it.
func TestClaimRace(t *testing.T) {
	store, o := files.New(), Options{Output: t.TempDir()}
	for _, round := range []string{"new folder", "used folder"} {
		claimed := make([]error, 8)
		var wg sync.WaitGroup
		for i := range claimed {
			wg.Go(func() {
				claimed[i] = claim(t.Context(), store, o, summarize.Manifest{Fingerprint: "f", Run: fmt.Sprint(round, i)})
			})
		}
		wg.Wait()
		owners := 0
		for i, err := range claimed {
			if shards.CheckOwner(t.Context(), store, o.Output, fmt.Sprint(round, i)) == nil {
				owners++
				if err != nil {
					t.Errorf("%s: the owner was refused: %v", round, err)
				}
			}
			if err == nil {
				continue
			}
			if _, code, marked := joberror.Find(err); !marked || code != joberror.Usage {
				t.Errorf("%s: %v, want exit code 2", round, err)
			}
		}
		if owners != 1 {
			t.Errorf("%s: %d owners, want 1", round, owners)
		}
	}
}

// A refused run leaves the owner's work alone.
func TestRefusedClaimTouchesNothing(t *testing.T) {
	store, o := files.New(), Options{Output: t.TempDir()}
	if err := claim(t.Context(), store, o, summarize.Manifest{Fingerprint: "f", Run: "owner"}); err != nil {
		t.Fatal(err)
	}
	w, err := store.Create(t.Context(), files.Join(o.Output, shards.DataName(0, 1, shards.FormatParquet)))
	if err != nil {
		t.Fatal(err)
	}
	if err := claim(t.Context(), store, o, summarize.Manifest{Fingerprint: "g", Run: "other"}); err == nil {
		t.Error("another plan's run was let in")
	}
	if err := shards.CheckOwner(t.Context(), store, o.Output, "owner"); err != nil {
		t.Error(err)
	}
	if err := w.Commit(); err != nil {
		t.Errorf("the owner's file: %v", err)
	}
}

// A folder in which data files lie at the top is left as it is, also with --overwrite.
func TestOldLayoutIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		manifest string
		refused  bool
	}{
		"ours":      {`{"run": "r", "fingerprint": "f", "plan": {"layout": "3"}}`, true},
		"another's": {`{"name": "an extension of a browser"}`, false},
		"no JSON":   {`manifest`, false},
	} {
		t.Run(name, func(t *testing.T) {
			store, o := files.New(), Options{Output: t.TempDir(), Overwrite: true}
			old := files.Join(o.Output, "manifest.json")
			if err := store.WriteFile(t.Context(), old, []byte(c.manifest)); err != nil {
				t.Fatal(err)
			}
			err := claim(t.Context(), store, o, summarize.Manifest{Fingerprint: "f", Run: "r"})
			if refused := err != nil; refused != c.refused {
				t.Errorf("%v", err)
			}
			if got, err := store.ReadFile(t.Context(), old); err != nil || string(got) != c.manifest {
				t.Errorf("manifest.json became %q, %v", got, err)
			}
		})
	}
}

package folder

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Of runs that start at the same moment one has the folder, and knows it.
func TestClaimRace(t *testing.T) {
	store, output := files.New(), t.TempDir()
	for _, round := range []string{"new folder", "used folder"} {
		claimed := make([]error, 8)
		var wg sync.WaitGroup
		for i := range claimed {
			wg.Go(func() {
				_, claimed[i] = Claim(t.Context(), store, output, false, shards.Manifest{Fingerprint: "f", Run: fmt.Sprint(round, i)})
			})
		}
		wg.Wait()
		owners := 0
		for i, err := range claimed {
			if shards.CheckOwner(t.Context(), store, output, fmt.Sprint(round, i)) == nil {
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
	store, output := files.New(), t.TempDir()
	if _, err := Claim(t.Context(), store, output, false, shards.Manifest{Fingerprint: "f", Run: "owner"}); err != nil {
		t.Fatal(err)
	}
	w, err := store.Create(t.Context(), files.Join(output, shards.DataName(0, 1, shards.FormatParquet)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(t.Context(), store, output, false, shards.Manifest{Fingerprint: "g", Run: "other"}); err == nil {
		t.Error("another plan's run was let in")
	}
	if err := shards.CheckOwner(t.Context(), store, output, "owner"); err != nil {
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
			store, output := files.New(), t.TempDir()
			old := files.Join(output, "manifest.json")
			if err := store.WriteFile(t.Context(), old, []byte(c.manifest)); err != nil {
				t.Fatal(err)
			}
			_, err := Claim(t.Context(), store, output, true, shards.Manifest{Fingerprint: "f", Run: "r"})
			if refused := err != nil; refused != c.refused {
				t.Errorf("%v", err)
			}
			if got, err := store.ReadFile(t.Context(), old); err != nil || string(got) != c.manifest {
				t.Errorf("manifest.json became %q, %v", got, err)
			}
		})
	}
}

// ours is the manifest of a run of a plan.
func ours(run, fingerprint string) shards.Manifest {
	return shards.Manifest{Run: run, Fingerprint: fingerprint, Plan: map[string]string{"output_format": shards.FormatParquet}}
}

// Whatever a run may write over is either a run's, as the manifest says, or stops
// the run before it writes anything, with --overwrite too.
func TestForeignFilesAreKept(t *testing.T) {
	data, failures := shards.DataName(0, 2, shards.FormatParquet), shards.FailuresName(1, 2)
	finished := ours("earlier", "f").Finish(make([]shards.ManifestShard, 2))
	finished.Described = []shards.FileEntry{shards.EntryOf(shards.CardName, []byte("of a run"))}
	unfinished := ours("earlier", "f")
	for name, c := range map[string]struct {
		manifest *shards.Manifest
		file     string
		content  string
		foreign  bool
	}{
		"card before any run":            {nil, shards.CardName, "mine", true},
		"report before any run":          {nil, shards.ReportName, "mine", true},
		"summary before any run":         {nil, shards.SummaryName, "mine", true},
		"data before any run":            {nil, data, "mine", true},
		"failures before any run":        {nil, failures, "mine", true},
		"sidecar before any run":         {nil, shards.SidecarName(0, 2), "mine", true},
		"notes before any run":           {nil, "notes.txt", "mine", false},
		"other data before any run":      {nil, "data/faces.parquet", "mine", true},
		"other data in a finished":       {&finished, "data/2024/faces.csv", "mine", true},
		"hidden data":                    {nil, "data/.faces.parquet", "mine", false},
		"card put into an unfinished":    {&unfinished, shards.CardName, "mine", true},
		"report put into a finished":     {&finished, shards.ReportName, "mine", true},
		"edited card":                    {&finished, shards.CardName, "of a run, edited", true},
		"the run's card":                 {&finished, shards.CardName, "of a run", false},
		"the run's data":                 {&finished, data, "of a run", false},
		"the unfinished run's data":      {&unfinished, data, "of a run", false},
		"data of another format":         {&unfinished, shards.DataName(0, 2, shards.FormatJSONL), "mine", true},
		"data of another number of them": {&finished, shards.DataName(0, 3, shards.FormatParquet), "mine", true},
	} {
		for _, overwrite := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/overwrite=%t", name, overwrite), func(t *testing.T) {
				store, output := files.New(), t.TempDir()
				if c.manifest != nil {
					if err := mark(t.Context(), store, output, *c.manifest, ""); err != nil {
						t.Fatal(err)
					}
				}
				uri := files.Join(output, c.file)
				if err := store.WriteFile(t.Context(), uri, []byte(c.content)); err != nil {
					t.Fatal(err)
				}
				before := tree(t, output)
				_, err := Claim(t.Context(), store, output, overwrite, ours("now", "f"))
				if !c.foreign {
					if err != nil {
						t.Fatal(err)
					}
					_, there := tree(t, output)[c.file]
					if removed := overwrite && c.manifest != nil; there == removed {
						t.Errorf("%s is there: %t", c.file, there)
					}
					return
				}
				if _, code, _ := joberror.Find(err); code != joberror.Usage || !strings.Contains(err.Error(), uri) {
					t.Errorf("%v, want exit code 2 and the name", err)
				}
				if diff := cmp.Diff(before, tree(t, output)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// A run that is killed while it removes what it replaces leaves the rest to the
// same command without --overwrite.
func TestInterruptedOverwrite(t *testing.T) {
	store, output := files.New(), t.TempDir()
	replacing := ours("killed", "g")
	replacing.Replaces = []shards.Extent{{Format: shards.FormatJSONL, Shards: 3}}
	if err := mark(t.Context(), store, output, replacing, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{shards.DataName(2, 3, shards.FormatJSONL), shards.SidecarName(2, 3), "notes.txt"} {
		if err := store.WriteFile(t.Context(), files.Join(output, name), []byte("earlier")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Claim(t.Context(), store, output, false, ours("now", "g")); err != nil {
		t.Fatal(err)
	}
	left := slices.Sorted(maps.Keys(tree(t, output)))
	if diff := cmp.Diff([]string{shards.ManifestName, "notes.txt"}, left); diff != "" {
		t.Error(diff)
	}
	// What is done from here on is not removed by the next run.
	done := files.Join(output, shards.DataName(0, 1, shards.FormatParquet))
	if err := store.WriteFile(t.Context(), done, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(t.Context(), store, output, false, ours("next", "g")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Stat(t.Context(), done); err != nil {
		t.Error(err)
	}
}

// tree reads all files of a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found, err := files.New().List(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, info := range found {
		data, err := files.New().ReadFile(t.Context(), info.URI)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := files.Within(dir, info.URI)
		content[name] = string(data)
	}
	return content
}

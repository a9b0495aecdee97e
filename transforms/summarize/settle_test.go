package summarize

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// The end of a job whose shard 1 was done twice at once, and which took the
// folder over from another plan's run.
func TestSettle(t *testing.T) {
	store, dir := files.New(), t.TempDir()
	put := func(name, content string) {
		t.Helper()
		if err := store.WriteFile(t.Context(), files.Join(dir, name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	side := func(shard int, content string) shards.Sidecar {
		sum := sha256.Sum256([]byte(content))
		return shards.Sidecar{
			Fingerprint: "f", Shard: shard, Shards: 2, Report: shards.Report{Shard: shard},
			Data: shards.FileEntry{Name: shards.DataName(shard, 2, shards.FormatParquet), Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])},
		}
	}
	want := []shards.Sidecar{side(0, "zero"), side(1, "of the other attempt")}
	for i, content := range []string{"zero", "of the other attempt"} {
		put(want[i].Data.Name, content)
		text, err := want[i].Encode()
		if err != nil {
			t.Fatal(err)
		}
		put(shards.SidecarName(i, 2), string(text))
	}
	put(shards.FailuresName(1, 2), "of the attempt that lost")
	put(shards.DataName(2, 7, shards.FormatParquet), "of another plan")
	put(shards.DataName(2, 8, shards.FormatParquet), "mine")
	put("notes.txt", "mine")

	sides := []shards.Sidecar{want[0], side(1, "of the attempt that lost")}
	put(shards.ManifestName, `{"run": "mine", "fingerprint": "f", "plan": {"output_format": "parquet"}, "replaces": [{"format": "parquet", "shards": 7}]}`)
	if err := settle(t.Context(), store, Options{Output: dir, Manifest: shards.Manifest{Run: "mine"}}, sides); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, sides); diff != "" {
		t.Errorf("sidecars (-want +got):\n%s", diff)
	}
	left, err := shards.List(t.Context(), store, dir)
	if err != nil {
		t.Fatal(err)
	}
	delete(left, shards.ManifestName)
	names := slices.Sorted(maps.Keys(left))
	if diff := cmp.Diff([]string{
		"_beamcrop/part-00000-of-00002.json", "_beamcrop/part-00001-of-00002.json",
		"data/part-00000-of-00002.parquet", "data/part-00001-of-00002.parquet", "data/part-00002-of-00008.parquet",
	}, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if _, err := store.Stat(t.Context(), files.Join(dir, "notes.txt")); err != nil {
		t.Error(err)
	}

	for _, name := range []string{want[0].Data.Name, shards.SidecarName(0, 2)} {
		content, err := store.ReadFile(t.Context(), files.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, lose := range []func(path string) error{
			func(path string) error { return os.Truncate(path, 2) },
			os.Remove,
		} {
			if err := lose(files.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			err := settle(t.Context(), store, Options{Output: dir, Manifest: shards.Manifest{Run: "mine"}}, slices.Clone(sides))
			if err == nil {
				t.Fatalf("%s is cut or gone: no error", name)
			}
			if text, code, _ := joberror.Find(err); code != joberror.Failed || !strings.Contains(text, name) {
				t.Errorf("%s is cut or gone: %v", name, err)
			}
		}
		put(name, string(content))
	}
}

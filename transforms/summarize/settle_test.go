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

	put(shards.ManifestName, `{"run": "mine", "fingerprint": "f", "plan": {"output_format": "parquet"}, "replaces": [{"format": "parquet", "shards": 7}]}`)
	o := Options{Output: dir, Manifest: shards.Manifest{Run: "mine", Fingerprint: "f"}}
	total, unknown, err := gather(t.Context(), store, o, 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := sweep(t.Context(), store, o, total, unknown); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]shards.ManifestShard{want[0].InManifest(), want[1].InManifest()}, total.shards); diff != "" {
		t.Errorf("shards (-want +got):\n%s", diff)
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

	data, side0 := files.Join(dir, want[0].Data.Name), files.Join(dir, shards.SidecarName(0, 2))
	for _, c := range []struct {
		name string // of what is lost
		lose func() error
	}{
		{data, func() error { return os.Truncate(data, 2) }},
		{data, func() error { return os.Remove(data) }},
		{side0, func() error { return os.Truncate(side0, 2) }},
		{side0, func() error { return os.Remove(side0) }},
	} {
		if err := c.lose(); err != nil {
			t.Fatal(err)
		}
		_, _, err := gather(t.Context(), store, o, 2)
		if err == nil {
			t.Fatalf("%s is cut or gone: no error", c.name)
		}
		if text, code, _ := joberror.Find(err); code != joberror.Failed || !strings.Contains(text, c.name) {
			t.Errorf("%s is cut or gone: %v", c.name, err)
		}
	}
	if _, _, err := gather(t.Context(), store, Options{Output: dir, Manifest: shards.Manifest{Run: "mine", Fingerprint: "g"}}, 2); err == nil {
		t.Error("of another job: no error")
	}
}

// Another attempt's files, of another size than was listed, are those that count.
func TestSettledSinceListed(t *testing.T) {
	store, dir := files.New(), t.TempDir()
	s := side(0, 1, 3, 0)
	text, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{shards.SidecarName(0, 1): text, s.Data.Name: make([]byte, s.Data.Size)} {
		if err := store.WriteFile(t.Context(), files.Join(dir, name), content); err != nil {
			t.Fatal(err)
		}
	}
	o := Options{Output: dir, Manifest: shards.Manifest{Fingerprint: "f"}}
	listed := map[string]files.Info{s.Data.Name: {Size: 1}}
	if _, err := settled(t.Context(), store, o, shards.SidecarName(0, 1), listed); err != nil {
		t.Error(err)
	}
}

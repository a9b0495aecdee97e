package folder

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// The options are there as soon as the folder is claimed, and stand in no run's way.
func TestWriteConfig(t *testing.T) {
	store, output := files.New(), t.TempDir()
	name := files.Join(output, shards.ConfigName)
	for _, run := range []struct {
		plan, name, config, want string
		overwrite                bool
	}{
		{"f", "first", "seed: 1", "seed: 1", false},
		{"f", "resumed", "seed: 1\ntimeout: 9s", "seed: 1", false},
		{"g", "another", "seed: 2", "seed: 2", true},
	} {
		if _, err := Claim(t.Context(), store, output, run.overwrite, shards.Manifest{Fingerprint: run.plan, Run: run.name}); err != nil {
			t.Fatalf("%s: %v", run.name, err)
		}
		if err := WriteConfig(t.Context(), store, output, run.name, []byte(run.config)); err != nil {
			t.Fatalf("%s: %v", run.name, err)
		}
		if got, err := store.ReadFile(t.Context(), name); err != nil || string(got) != run.want {
			t.Errorf("%s: %q, %v", run.name, got, err)
		}
	}
	if err := WriteConfig(t.Context(), store, t.TempDir(), "without a claim", nil); err == nil {
		t.Error("a folder of nobody's was written into")
	}
	if err := Release(t.Context(), store, output, "another", joberror.Usagef("a mistake")); err != nil {
		t.Fatal(err)
	}
	if left, err := shards.List(t.Context(), store, output); err != nil || len(left) > 0 {
		t.Errorf("after a mistake %v is left, %v", left, err)
	}
}

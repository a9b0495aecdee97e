package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The configuration that a run leaves behind repeats it: the same plan, the same bytes.
func TestRepeatFromConfig(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 12, testweb.Picture{Width: 64, Height: 48}))
	first, again := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "again")
	mustRun(t, flags(impatient, input, first, "--preset=facecaption", "--sample=50%", "--seed=3", "--margin=10%", "--square", "--resize=24", "--resize_mode=pad",
		"--encode=png", "--shard_rows=4", "--where=caption != nil", "--id_prefix=jan-", "--keep=none", "--image_encoding=binary")...)
	config := filepath.Join(first, "_beamcrop", "config.yaml")
	mustRun(t, "--config="+config, again)
	for _, pattern := range []string{"data/*", "_beamcrop/config.yaml"} {
		names, err := filepath.Glob(filepath.Join(first, pattern))
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			relative, err := filepath.Rel(first, name)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(again, relative))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s differs: %d bytes, and %d", relative, len(want), len(got))
			}
		}
	}
	one, two := readOutput(t, first), readOutput(t, again)
	if one.summary.Fingerprint != two.summary.Fingerprint {
		t.Errorf("fingerprints %s and %s", one.summary.Fingerprint, two.summary.Fingerprint)
	}
	if one.summary.Written != 6 {
		t.Errorf("%d rows", one.summary.Written)
	}
}

// A configuration that somebody has changed is theirs, and is not written over.
func TestChangedConfigIsKept(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 4, testweb.Picture{Width: 64, Height: 48}))
	dir := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(impatient, input, dir)...)
	config := filepath.Join(dir, "_beamcrop", "config.yaml")
	if err := os.WriteFile(config, []byte("seed: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantMistake(t, beamcrop(t, flags(impatient, input, dir, "--overwrite")...), config, "is not as beamcrop wrote it")
	if data, err := os.ReadFile(config); err != nil || string(data) != "seed: 2\n" {
		t.Errorf("%q, %v", data, err)
	}
}

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

func TestTemporaryFolder(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	in := "--input=" + writeDataset(t, good(server, 10, testweb.Picture{Width: 64, Height: 64}))
	temp, dir := t.TempDir(), t.TempDir()
	out := filepath.Join(dir, "out")

	t.Run("missing", func(t *testing.T) {
		t.Setenv("TMPDIR", filepath.Join(dir, "missing"))
		for _, args := range [][]string{{in, "--runner=prism"}, {in, "--runner=direct"}, {"--demo"}} {
			wantMistake(t, beamcrop(t, append(args, "--output="+out)...), "TMPDIR", "no such file")
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("the output folder was claimed")
		}
	})
	t.Run("left clean", func(t *testing.T) {
		t.Setenv("TMPDIR", temp)
		mustRun(t, in, "--output="+out, "--allow_private")
		left, err := os.ReadDir(temp)
		if err != nil || len(left) > 0 {
			t.Errorf("left in the temporary folder: %v, %v", left, err)
		}
	})
}

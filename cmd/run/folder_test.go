package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// A file of the user's in the output folder stops the job before anything is
// downloaded, also where the job is done already or is to be made anew.
func TestUsersFilesAreKept(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+writeDataset(t, good(server, 6, testweb.Picture{Width: 64, Height: 64})), "--output="+dir)
	card := filepath.Join(dir, shards.CardName)
	refused := func(when string, args []string) {
		t.Helper()
		const mine = "# My project\n"
		put(t, card, []byte(mine))
		server.Reset()
		r := beamcrop(t, args...)
		if r.code != 2 || !strings.Contains(r.stderr, card) || strings.Count(r.stderr, "\n") != 1 || server.Stats().Requests > 0 {
			t.Errorf("%s: exit code %d after %d requests: %s", when, r.code, server.Stats().Requests, r.stderr)
		}
		if got, err := os.ReadFile(card); err != nil || string(got) != mine {
			t.Errorf("%s: the file became %.80q, %v", when, got, err)
		}
	}
	refused("a new folder", args)
	refused("a new folder to be replaced", flags(args, "--overwrite"))
	if err := os.Remove(card); err != nil {
		t.Fatal(err)
	}
	mustRun(t, args...)
	want := dataHashes(t, dir)
	refused("a finished job", args)
	refused("a finished job to be replaced", flags(args, "--overwrite"))
	mustEqualData(t, want, dir)
	if err := os.Rename(card, filepath.Join(dir, "my.md")); err != nil {
		t.Fatal(err)
	}
	mustRun(t, flags(args, "--overwrite", "--sample=3")...)
	if left := leftovers(t, dir); len(left) != 1 || left[0] != "my.md" {
		t.Errorf("files of the user's: %v, want my.md alone", left)
	}
}

// The output folder may be the input's, or lie in it: what beamcrop writes there is
// not taken for input.
func TestOutputWithinInput(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	data, err := os.ReadFile(writeDataset(t, good(server, 20, testweb.Picture{Width: 64, Height: 64})))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ input, output string }{
		"the input's folder": {"", ""},
		"deep in a glob":     {"**/*.parquet", "out"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			input, out := filepath.Join(dir, "a.parquet"), filepath.Join(dir, c.output)
			put(t, input, data)
			args := flags(impatient, "--input="+filepath.Join(dir, c.input), "--output="+out, "--shard_rows=5")
			mustRun(t, args...)
			want := dataHashes(t, out)
			server.Reset()
			mustRun(t, args...)
			mustRun(t, flags(args, "--retry_failed")...)
			if n := server.Stats().Requests; n > 0 {
				t.Errorf("the finished job asked for %d pictures", n)
			}
			if err := os.Remove(filepath.Join(out, shards.SidecarName(2, 4))); err != nil {
				t.Fatal(err)
			}
			mustRun(t, args...)
			mustRun(t, flags(args, "--overwrite")...)
			mustEqualData(t, want, out)
			if kept, err := os.ReadFile(input); err != nil || string(kept) != string(data) {
				t.Errorf("the input has changed, %v", err)
			}
		})
	}
}

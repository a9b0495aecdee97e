package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A job goes on after its input was copied to another place, which gives the copy
// another time; and says so where the copy holds something else.
func TestResumeWithCopiedInput(t *testing.T) {
	web := startWeb(t, testweb.Options{Hosts: 2})
	input := writeDataset(t, swift(web, 2, 20))
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--shard_rows=5", "--output="+dir)
	mustRun(t, flags(args, "--input="+input)...)
	want := dataHashes(t, dir)
	web.Reset()

	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "faces.parquet")
	write := func(content []byte) {
		t.Helper()
		if err := os.WriteFile(moved, content, 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(1_600_000_000, 0)
		if err := os.Chtimes(moved, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write(data)
	mustRun(t, flags(args, "--input="+moved)...)
	mustEqualData(t, want, dir)
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("%d requests", n)
	}

	if data, err = os.ReadFile(writeDataset(t, swift(web, 2, 21))); err != nil {
		t.Fatal(err)
	}
	write(data)
	r := beamcrop(t, flags(args, "--input="+moved)...)
	if says := "the input faces.parquet has "; r.code != 2 || !strings.Contains(r.stderr, says) {
		t.Errorf("exit code %d, want 2 and %q\n%s", r.code, says, r.stderr)
	}
}

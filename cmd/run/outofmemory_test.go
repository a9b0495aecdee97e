//go:build linux

package main

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A process that gets no more memory ends as one that failed, not with exit code 2,
// by which a script takes its command for wrong; the same command goes on.
func TestOutOfMemory(t *testing.T) {
	server := startWeb(t, testweb.Options{Distinct: 8})
	rows := good(server, 60, testweb.Picture{Width: 1600, Height: 1200})
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+writeDataset(t, rows), "--output="+dir, "--shard_rows=5", "--max_bytes=10000000", "--timeout=20s", "--concurrency=64")
	p := start(t, args...)
	waitFor(t, func() bool { return server.Stats().Requests > 0 })
	none := unix.Rlimit{Cur: 1, Max: unix.RLIM_INFINITY}
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_AS, &none, nil); err != nil {
		t.Fatal(err)
	}
	if r := p.wait(t); r.code == 0 || r.code == 2 {
		t.Errorf("exit code %d: %.300s", r.code, r.stderr)
	}
	checkCommitted(t, dir)
	mustRun(t, args...)
	if n := len(readOutput(t, dir).rows); n != len(rows) {
		t.Errorf("%d rows after the resumed run, want %d", n, len(rows))
	}
}

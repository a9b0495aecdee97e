package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Ctrl-C ends the job soon, says how to go on, and leaves it resumable, even
// while every request hangs.
func TestInterrupt(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	for name, c := range map[string]struct {
		fault    testweb.Fault
		requests int64 // before the interrupt; a host that answers nothing gets few
	}{"requests hang": {"hang", 1}, "pictures arrive": {"", 8}} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			rows := good(server, 400, testweb.Picture{Width: 64, Height: 64, Fault: c.fault, Latency: 5 * time.Millisecond})
			input := writeDataset(t, rows)
			dir := filepath.Join(t.TempDir(), "out")
			args := flags(impatient, "--input="+input, "--output="+dir, "--shard_rows=20", "--timeout=60s", "--concurrency=8")
			p := start(t, args...)
			waitFor(t, func() bool { return server.Stats().Requests >= c.requests })
			interrupted := time.Now()
			if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			r := p.wait(t)
			if r.code != 130 || !strings.Contains(r.stderr, "the same command again") {
				t.Errorf("exit code %d\n%s", r.code, r.stderr)
			}
			// The promise is two seconds; a loaded machine gets ten.
			if took := time.Since(interrupted); took > 10*time.Second {
				t.Errorf("it took %v to stop", took)
			}
			checkCommitted(t, dir)
			if config, err := os.ReadFile(filepath.Join(dir, "_beamcrop", "config.yaml")); !strings.Contains(string(config), "shard_rows: 20\n") {
				t.Errorf("nobody could repeat it: %q, %v", config, err)
			}
			if c.fault == "" {
				mustRun(t, args...)
				if n := len(readOutput(t, dir).rows); n != 400 {
					t.Errorf("%d rows after the resumed run, want 400", n)
				}
			}
		})
	}
}

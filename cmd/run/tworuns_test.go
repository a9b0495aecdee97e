package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Two runs of one command in one folder, whose rows fail in one run and not in
// the other: whichever way they meet, one of them finishes the job, the other
// says so in a line, and every sidecar's files are what it says.
func TestTwoRunsInOneFolder(t *testing.T) {
	testenv.Long(t)
	const n, hosts = 240, 80 // one link of three fails: a host with many such is asked less and less often
	web := startWeb(t, testweb.Options{Hosts: hosts})
	stores := map[string]func(t *testing.T) string{"local": func(t *testing.T) string { return filepath.Join(t.TempDir(), "out") }}
	for scheme, start := range objectStores {
		stores[scheme] = func(t *testing.T) string { start(t); return scheme + "://output/run" }
	}
	// The requests that the first run has made when the second starts.
	for store, output := range stores {
		for _, after := range []int64{0, n / 2} {
			t.Run(fmt.Sprintf("%s/after %d requests", store, after), func(t *testing.T) {
				web.Reset()
				rows := make([]outcome, n)
				for i := range rows {
					p := testweb.Picture{ID: uint64(i), Width: 64, Height: 64, Latency: 20 * time.Millisecond, Jitter: 40 * time.Millisecond}
					if i%3 == 0 {
						p.Fault, p.N = "flaky", 1 // fails in the run that asks first
					}
					rows[i] = expect(web, i%hosts, p)
				}
				out := output(t)
				args := flags(impatient, "--input="+writeDataset(t, rows), "--output="+out, "--shard_rows=12", "--concurrency=8", "--retries=0")
				first := start(t, args...)
				waitFor(t, func() bool { return web.Stats().Requests >= after })
				second := start(t, args...)
				a, b := first.wait(t), second.wait(t)

				dir := out
				if store != "local" {
					dir = download(t, out)
				}
				if done := len(checkCommitted(t, dir)); done != n/12 {
					t.Errorf("%d shards are complete, want %d", done, n/12)
				}
				got := readOutput(t, dir)
				if len(got.rows)+len(got.reasons) != n || got.summary.Written != int64(len(got.rows)) || got.summary.Failed != int64(len(got.reasons)) {
					t.Errorf("%d rows and %d failures of %d; the summary says %+v", len(got.rows), len(got.reasons), n, got.summary)
				}
				if left := leftovers(t, dir); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				if a.code != 0 && b.code != 0 || after > 0 && b.code != 0 {
					t.Errorf("exit codes %d and %d\n%s%s", a.code, b.code, a.stderr, b.stderr)
				}
				for _, r := range []result{a, b} {
					lines := strings.Split(strings.TrimSpace(r.stderr), "\n")
					if said := lines[len(lines)-1]; r.code != 0 && !strings.Contains(said, "another run has") {
						t.Errorf("exit code %d with %q, want that another run has the folder", r.code, said)
					}
				}
			})
		}
	}
}

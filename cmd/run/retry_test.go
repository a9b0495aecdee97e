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

// retryHosts are so many that of every three of a host's rows one fails: two
// failures on end could be the host's, which the fetcher waits out.
const retryHosts = 40

// retryRows are rows of which every third fails in the run that asks first, and
// some fail for good.
func retryRows(web *testweb.Server, n int, latency time.Duration) []outcome {
	rows := make([]outcome, n)
	for i := range rows {
		p := testweb.Picture{ID: uint64(i), Width: 64, Height: 64, Latency: latency, Jitter: latency}
		switch {
		case i%3 == 0:
			p.Fault, p.N = "flaky", 1
		case i%7 == 1:
			p.Fault = "404"
		}
		rows[i] = expect(web, i%retryHosts, p)
	}
	return rows
}

// asked is how often each row's link was asked for since before.
func asked(web *testweb.Server, rows []outcome, before []int) []int {
	counts := make([]int, len(rows))
	for i, r := range rows {
		counts[i] = web.Requests(r.row.URL)
		if before != nil {
			counts[i] -= before[i]
		}
	}
	return counts
}

// Rows whose faults have passed are merged by --retry_failed, and the output is
// that of a run that never met them. Nothing else is asked for.
func TestRetryFailed(t *testing.T) {
	web := startWeb(t, testweb.Options{Hosts: retryHosts})
	rows := retryRows(web, 120, 0)
	input := writeDataset(t, rows)
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+input, "--output="+dir, "--shard_rows=20", "--retries=0", "--min_success=0.8")
	if r := beamcrop(t, args...); r.code != 3 {
		t.Fatalf("exit code %d: %s", r.code, r.stderr)
	}
	before := asked(web, rows, nil)

	// The plain command, and reasons that no row has, ask for nothing.
	for _, more := range [][]string{nil, {"--retry_failed", "--retry_reasons=dns,tls"}} {
		if r := beamcrop(t, flags(args, more...)...); r.code != 3 {
			t.Errorf("%q: exit code %d: %s", more, r.code, r.stderr)
		}
	}
	r := mustRun(t, flags(args, "--retry_failed")...)
	for i, n := range asked(web, rows, before) {
		if want := map[bool]int{true: 1}[i%3 == 0]; n != want {
			t.Errorf("row %d was asked for %d times, want %d", i, n, want)
		}
	}
	clean := filepath.Join(t.TempDir(), "clean")
	mustRun(t, flags(args, "--output="+clean)...)
	mustEqualData(t, dataHashes(t, clean), dir)
	checkCommitted(t, dir)
	got, want := readOutput(t, dir), readOutput(t, clean)
	for i, row := range rows {
		id := fmt.Sprintf("faces.parquet#%d", i)
		if got.reasons[id] != row.reason || want.reasons[id] != row.reason {
			t.Errorf("%s failed for %q, want %q", id, got.reasons[id], row.reason)
		}
	}
	if got.summary.Written != want.summary.Written || got.summary.Failed != want.summary.Failed || !strings.Contains(r.stdout, "written") {
		t.Errorf("%+v\n%s", got.summary, r.stdout)
	}
	if left := append(leftovers(t, dir), glob(t, dir, "_beamcrop/*.earlier")...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	// Others can be named: all of them are asked for again, and no more.
	before = asked(web, rows, nil)
	mustRun(t, flags(args, "--retry_reasons=http_4xx")...)
	for i, n := range asked(web, rows, before) {
		if again := n == 1; again != (rows[i].reason == "http_4xx") || n > 1 {
			t.Errorf("row %d, that is to fail for %q, was asked for %d times", i, rows[i].reason, n)
		}
	}
	mustEqualData(t, dataHashes(t, clean), dir)
}

// Where there is no run yet, --retry_failed does the job.
func TestRetryOfNoRun(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	rows := good(web, 20, testweb.Picture{Width: 64, Height: 64})
	dir := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(impatient, "--input="+writeDataset(t, rows), "--output="+dir, "--retry_failed")...)
	if n := len(readOutput(t, dir).rows); n != 20 {
		t.Errorf("%d rows, want 20", n)
	}
}

// Killed at any instant amid a retry, the folder holds no partial file, the plain
// command and --retry_failed both go on, and no crop that was there is asked for
// again.
func TestRetryKilled(t *testing.T) {
	testenv.Long(t)
	t.Parallel()
	web := startWeb(t, testweb.Options{Hosts: retryHosts})
	const n, shardRows, kills = 120, 10, 8
	rows := retryRows(web, n, 3*time.Millisecond)
	input := writeDataset(t, rows)
	args := flags(patient, "--input="+input, fmt.Sprint("--shard_rows=", shardRows), "--concurrency=8", "--retries=0")
	failing := 0
	for i := range rows {
		if i%3 == 0 {
			failing++
		}
	}
	mustRun(t, flags(args, "--output="+filepath.Join(t.TempDir(), "first"))...)
	clean := filepath.Join(t.TempDir(), "clean")
	mustRun(t, flags(args, "--output="+clean)...)
	for k := range kills {
		t.Run(fmt.Sprintf("after %d requests", k*failing/kills), func(t *testing.T) {
			web.Reset() // the faults are back
			dir := filepath.Join(t.TempDir(), "out")
			mustRun(t, flags(args, "--output="+dir)...)
			before := asked(web, rows, nil)
			first := web.Stats().Requests
			p := start(t, flags(args, "--output="+dir, "--retry_failed")...)
			waitFor(t, func() bool { return web.Stats().Requests >= first+int64(k*failing/kills) })
			if err := p.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			p.wait(t)
			checkCommitted(t, dir)
			if k%2 == 0 {
				mustRun(t, flags(args, "--output="+dir)...)
				if got := readOutput(t, dir); len(got.rows)+len(got.reasons) != n {
					t.Errorf("%d rows and %d failures of %d", len(got.rows), len(got.reasons), n)
				}
				checkCommitted(t, dir)
			}
			mustRun(t, flags(args, "--output="+dir, "--retry_failed")...)
			mustEqualData(t, dataHashes(t, clean), dir)
			checkCommitted(t, dir)
			for i, count := range asked(web, rows, before) {
				if most := map[bool]int{true: 2}[i%3 == 0]; count > most {
					t.Errorf("row %d was asked for %d times, want %d at most", i, count, most)
				}
			}
			if left := append(leftovers(t, dir), glob(t, dir, "_beamcrop/*.earlier")...); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

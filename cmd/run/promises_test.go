package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// impatient are limits under which the test server's faults end soon, and its
// flaky links still have time to recover.
var impatient = []string{
	"--allow_private", "--preset=facecaption", "--progress=plain",
	"--timeout=1s", "--row_deadline=20s", "--retries=2", "--max_bytes=1000000", "--host_concurrency=64",
}

// patient is impatient where no row is to time out, however busy the machine is.
var patient = flags(impatient, "--timeout=15s", "--row_deadline=60s")

func flags(base []string, more ...string) []string {
	return append(append([]string{}, base...), more...)
}

// Promise 1: every row is accounted for, with the right reason.
func TestEveryRowIsAccountedFor(t *testing.T) {
	server := startWeb(t, testweb.Options{Hosts: 8})
	want := hostile(server, 8, 240)
	input := writeDataset(t, want)
	dir := filepath.Join(t.TempDir(), "out")
	r := mustRun(t, flags(impatient, "--input="+input, "--output="+dir, "--shard_rows=50")...)

	out := readOutput(t, dir)
	for i, w := range want {
		id := fmt.Sprintf("faces.parquet#%d", i)
		row, written := out.rows[id]
		if reason := out.reasons[id]; reason != w.reason {
			t.Errorf("row %d (%s): reason %q, want %q", i, w.row.URL, reason, w.reason)
		}
		if written != (w.reason == "") {
			t.Errorf("row %d (%s): written %v, want reason %q", i, w.row.URL, written, w.reason)
		}
		if written {
			checkCrop(t, row)
			if row.KeptID != w.row.ID || row.Caption != w.row.Caption[0] {
				t.Errorf("row %d came with _id %q and caption %q", i, row.KeptID, row.Caption)
			}
		}
	}
	s := out.summary
	if s.Rows != int64(len(want)) || s.Written != int64(len(out.rows)) || s.Failed != int64(len(out.reasons)) || s.Written+s.Failed != s.Rows {
		t.Errorf("summary says %d = %d + %d; the files hold %d and %d", s.Rows, s.Written, s.Failed, len(out.rows), len(out.reasons))
	}
	if left := leftovers(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if !strings.Contains(r.stdout, "written") || strings.Contains(r.stderr, "beam") {
		t.Errorf("unexpected output:\n%s%s", r.stdout, r.stderr)
	}
}

// Promise 2: the same bytes, whatever the runner and the concurrency.
func TestSameBytesOnEveryRunner(t *testing.T) {
	testenv.Long(t)
	t.Parallel()
	server := startWeb(t, testweb.Options{Hosts: 40}) // a faulty host is given time: let few rows share one
	input := writeDataset(t, swift(server, 40, 120))
	for _, format := range []string{"parquet", "webdataset"} { // whose JSON is that of jsonl
		var want map[string]string
		for _, runner := range []string{"prism", "direct"} {
			for _, concurrency := range []int{1, 256} {
				t.Run(fmt.Sprintf("%s/%s/%d", format, runner, concurrency), func(t *testing.T) {
					server.Reset()
					dir := filepath.Join(t.TempDir(), "out")
					mustRun(t, flags(patient, "--input="+input, "--output="+dir, "--shard_rows=30", "--sample=100", "--seed=5",
						"--output_format="+format, "--runner="+runner, "--concurrency="+strconv.Itoa(concurrency))...)
					if want == nil {
						want = dataHashes(t, dir)
					}
					mustEqualData(t, want, dir)
				})
			}
		}
	}
}

// Promises 2 and 3: killed at any instant and run again, the job ends with the
// same bytes; no final name ever holds a partial file; completed shards are not
// downloaded again.
func TestKilledAtAnyInstant(t *testing.T) {
	testenv.Long(t)
	t.Parallel()
	server := startWeb(t, testweb.Options{Hosts: 4})
	const rows, shardRows, kills = 240, 12, 20
	want := make([]outcome, rows)
	for i := range want {
		p := testweb.Picture{ID: uint64(i), Width: 160, Height: 120, Latency: 2 * time.Millisecond, Jitter: 8 * time.Millisecond}
		if i%9 == 8 {
			p.Fault = "404"
		}
		want[i] = expect(server, i%4, p)
	}
	input := writeDataset(t, want)
	args := flags(patient, "--input="+input, "--shard_rows="+strconv.Itoa(shardRows), "--concurrency=16")
	reference := filepath.Join(t.TempDir(), "reference")
	mustRun(t, append(args, "--output="+reference)...)
	hashes := dataHashes(t, reference)

	for k := range kills {
		t.Run(fmt.Sprintf("after %d requests", k*rows/kills), func(t *testing.T) {
			server.Reset()
			dir := filepath.Join(t.TempDir(), "out")
			p := start(t, append(args, "--output="+dir)...)
			waitFor(t, func() bool { return server.Stats().Requests >= int64(k*rows/kills) })
			if err := p.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			p.wait(t)

			done := map[int]bool{}
			for _, side := range checkCommitted(t, dir) {
				done[side.Shard] = true
			}
			written := map[int]bool{} // of these, some lack nothing but their sidecar
			for shard := range (len(want) + shardRows - 1) / shardRows {
				written[shard] = len(glob(t, dir, fmt.Sprintf("data/part-%05d-of-*.parquet", shard))) > 0
			}
			server.Reset()
			mustRun(t, append(args, "--output="+dir)...)
			mustEqualData(t, hashes, dir)
			if left := leftovers(t, dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			for i, w := range want {
				if n := server.Requests(w.row.URL); done[i/shardRows] && n > 0 {
					t.Fatalf("row %d of completed shard %d was downloaded again", i, i/shardRows)
				} else if !written[i/shardRows] && n != 1 {
					t.Fatalf("row %d of unfinished shard %d was asked for %d times", i, i/shardRows, n)
				}
			}
		})
	}
}

// A finished job that is run again downloads nothing; another plan is refused,
// and replaces the output only when told to.
func TestOutputFolderBelongsToOnePlan(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 40, testweb.Picture{Width: 64, Height: 64}))
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+input, "--output="+dir, "--shard_rows=10")
	mustRun(t, args...)
	want := dataHashes(t, dir)
	keep := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(keep, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}

	server.Reset()
	mustRun(t, flags(args, "--concurrency=3", "--timeout=3s")...)
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("a finished job asked for %d pictures again", n)
	}
	r := beamcrop(t, flags(args, "--seed=2", "--quality=70")...)
	if r.code != 2 || !strings.Contains(r.stderr, "--overwrite") || !strings.Contains(r.stderr, "quality is 90 there, 70 now") {
		t.Errorf("another plan: exit code %d, %s", r.code, r.stderr)
	}
	mustEqualData(t, want, dir)
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("a refused job asked for %d pictures", n)
	}

	mustRun(t, flags(args, "--sample=15", "--overwrite")...)
	if got := len(readOutput(t, dir).rows); got != 15 {
		t.Errorf("the replaced output has %d rows, want 15", got)
	}
	if left := leftovers(t, dir); len(left) != 1 || left[0] != "notes.txt" {
		t.Errorf("files that are not ours: %v, want notes.txt alone", left)
	}
}

// waitFor polls until something outside this process has happened.
func waitFor(t *testing.T, happened func() bool) {
	t.Helper()
	const patience = 5 * time.Minute // a cluster that starts on a busy machine
	for deadline := time.Now().Add(patience); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it did not happen within %v", patience)
		}
	}
}

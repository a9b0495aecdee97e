package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testflink"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A slow job has this many rows, in shards of so many.
const flinkRows, flinkShardRows = 240, 10

// slowJob is a job that takes some seconds on a server of its own, and what
// must come of it however it is disturbed.
type slowJob struct {
	server *testweb.Server
	args   []string // without an output
	hashes map[string]string
}

func newSlowJob(t *testing.T, client string) slowJob {
	t.Helper()
	return slowJobUntil(t, client, 200*time.Millisecond)
}

// slowJobUntil is a slow job that takes no less than its last row.
func slowJobUntil(t *testing.T, client string, last time.Duration) slowJob {
	t.Helper()
	server := startWeb(t, testweb.Options{Hosts: 4})
	rows := make([]outcome, flinkRows)
	for i := range rows {
		p := testweb.Picture{ID: uint64(i), Width: 160, Height: 120, Latency: 200 * time.Millisecond}
		if i%9 == 8 {
			p.Fault = "404"
		}
		if i == len(rows)-1 {
			p.Latency = last
		}
		rows[i] = expect(server, i%4, p)
	}
	job := slowJob{server: server}
	job.args = flags(patient, "--input="+writeDataset(t, rows), "--shard_rows="+strconv.Itoa(flinkShardRows), "--host_concurrency=4")
	dir := filepath.Join(t.TempDir(), "reference")
	if r := startProgram(t, client, flags(job.args, "--host_concurrency=64", "--output="+dir)...).wait(t); r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	job.hashes = dataHashes(t, dir)
	server.Reset()
	return job
}

// mustEndWell waits for a disturbed job, and checks that nothing shows it.
func (j slowJob) mustEndWell(t *testing.T, p *process, w *watcher, dir string) {
	t.Helper()
	r := p.wait(t)
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	if want := fmt.Sprintf("%d/%[1]d rows", flinkRows); !strings.Contains(r.stderr, want) {
		t.Errorf("the terminal shows no progress up to %s:\n%s", want, r.stderr)
	}
	w.mustBeWrittenOnce(t)
	mustEqualData(t, j.hashes, dir)
	mustCount(t, readOutput(t, dir), flinkRows)
	checkCommitted(t, dir)
	if left := leftovers(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A bundle that fails is tried again by Flink, and finished shards are not.
func doFnFailsOnce(t *testing.T, client string, f *testflink.Flink) {
	job := newSlowJob(t, client)
	dir := filepath.Join(t.TempDir(), "out")
	obstacle := filepath.Join(dir, "failures") // a file where a folder is to be
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(obstacle, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := restarts(t, f)
	w := watch(t, dir)
	p := startProgram(t, client, flags(job.args, append(on(f, 2), "--output="+dir)...)...)
	waitFor(t, func() bool { return restarts(t, f) > before })
	if err := os.Remove(obstacle); err != nil {
		t.Fatal(err)
	}
	job.mustEndWell(t, p, w, dir)
}

func restarts(t *testing.T, f *testflink.Flink) int {
	t.Helper()
	n, err := f.Restarts()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killed starts a slow job on the cluster and calls kill in its middle, when
// its workers are at work; then the output must not show that, and the terminal says it.
func killed(t *testing.T, client string, cluster *testflink.Flink, kill func(t *testing.T), says ...string) {
	t.Helper()
	job := newSlowJob(t, client)
	dir := filepath.Join(t.TempDir(), "out")
	w := watch(t, dir)
	before := restarts(t, cluster)
	p := startProgram(t, client, flags(job.args, append(on(cluster, 2), "--output="+dir)...)...) // of four slots
	waitFor(t, func() bool { return job.server.Stats().Requests >= flinkRows/3 })
	kill(t)
	job.mustEndWell(t, p, w, dir)
	if restarts(t, cluster) == before {
		t.Error("the job did not start again: nothing was tested")
	}
	for _, line := range append(says, "Flink: an attempt at the job failed", "Flink starts the job again") {
		if !strings.Contains(p.stderr.String(), line) {
			t.Errorf("the terminal does not say %q:\n%s", line, p.stderr.String())
		}
	}
}

func workerKilled(t *testing.T, client string, cluster *testflink.Flink) {
	killed(t, client, cluster, func(t *testing.T) { kill(t, workers(t, client)[0].ID) })
}

func taskManagerKilled(t *testing.T, client string, cluster *testflink.Flink) {
	killed(t, client, cluster, func(t *testing.T) {
		of, err := cluster.TaskManager(1)
		if err != nil {
			t.Fatal(err)
		}
		var orphans []int
		for _, worker := range workers(t, client) {
			if worker.Parent == of {
				orphans = append(orphans, worker.ID)
			}
		}
		if len(orphans) == 0 {
			t.Fatal("the TaskManager had no worker")
		}
		t.Cleanup(func() {
			if err := cluster.StartMissing(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
		kill(t, of)
		waitFor(t, func() bool { // they end by themselves
			return !slices.ContainsFunc(workers(t, client), func(w testflink.Process) bool { return slices.Contains(orphans, w.ID) })
		})
	}, "Flink has lost the TaskManager ")
}

// A job that is cancelled on the web page ends as one that is interrupted, and
// goes on wherever the same command is given.
func cancelledThenResumed(t *testing.T, client string, cluster *testflink.Flink) {
	job := newSlowJob(t, client)
	dir := filepath.Join(t.TempDir(), "out")
	w := watch(t, dir)
	p := startProgram(t, client, flags(job.args, append(on(cluster, 4), "--output="+dir)...)...)
	waitFor(t, func() bool { return job.server.Stats().Requests >= flinkRows/3 })
	jobs := running(t, cluster)
	if len(jobs) != 1 || !strings.HasPrefix(jobs[0].Name, "beamcrop") {
		t.Fatalf("running jobs: %v", jobs)
	}
	mustHaveCounted(t, cluster, jobs[0].ID, progress.PlannedRows) // as it runs
	if err := cluster.Cancel(t.Context(), jobs[0].ID); err != nil {
		t.Fatal(err)
	}
	if r := p.wait(t); r.code != 130 || !strings.Contains(r.stderr, "run the same command again to resume") {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	waitFor(t, func() bool { return len(workers(t, client)) == 0 }) // until then they may complete a shard
	complete := len(checkCommitted(t, dir))
	whole := len(glob(t, dir, "data/part-*.parquet")) // a sidecar that is missing is made from the data file
	job.server.Reset()
	job.mustEndWell(t, startProgram(t, client, flags(job.args, "--output="+dir)...), w, dir)
	if n := int(job.server.Stats().Requests); n < flinkRows-whole*flinkShardRows || n > flinkRows-complete*flinkShardRows {
		t.Errorf("%d shards of %d rows were complete, %d had their data, and then %d of %d rows were downloaded", complete, flinkShardRows, whole, n, flinkRows)
	}
}

// A detached job does its work, and its launcher says how to follow it.
func detachedOnFlink(t *testing.T, client string, cluster *testflink.Flink) {
	job := newSlowJob(t, client)
	dir := filepath.Join(t.TempDir(), "out")
	w := watch(t, dir)
	p := startProgram(t, client, flags(job.args, append(on(cluster, 2), "--output="+dir, "--async")...)...)
	r := p.wait(t)
	jobs := running(t, cluster)
	if r.code != 0 || len(jobs) != 1 || !strings.Contains(r.stdout, cluster.Web+"/jobs/"+jobs[0].ID) {
		t.Fatalf("exit code %d, running %v\n%s%s", r.code, jobs, r.stdout, r.stderr)
	}
	waitFor(t, func() bool { return len(running(t, cluster)) == 0 })
	w.mustBeWrittenOnce(t)
	mustEqualData(t, job.hashes, dir)
	mustCount(t, readOutput(t, dir), flinkRows)
	mustHaveCounted(t, cluster, jobs[0].ID, progress.PlannedRows, progress.WrittenRows, progress.Bytes,
		progress.FailedAs(reason.HTTP4xx), progress.RowMillis, progress.RowBytes)
}

// mustHaveCounted checks that metrics of those names are in Flink's REST API.
func mustHaveCounted(t *testing.T, f *testflink.Flink, id string, names ...string) {
	t.Helper()
	for _, name := range names {
		waitFor(t, func() bool {
			text, err := f.Accumulators(t.Context(), id)
			return err == nil && strings.Contains(text, name)
		})
	}
}

// Ctrl-C ends the job on the cluster, where it would go on without its launcher.
func interruptedOnFlink(t *testing.T, client string, cluster *testflink.Flink) {
	job := newSlowJob(t, client)
	dir := filepath.Join(t.TempDir(), "out")
	p := startProgram(t, client, flags(job.args, append(on(cluster, 4), "--output="+dir)...)...)
	waitFor(t, func() bool { return job.server.Stats().Requests >= flinkRows/3 })
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if r := p.wait(t); r.code != 130 {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	waitFor(t, func() bool { return len(running(t, cluster)) == 0 })
	checkCommitted(t, dir)
}

func running(t *testing.T, f *testflink.Flink) []testflink.Job {
	t.Helper()
	jobs, err := f.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(jobs, func(j testflink.Job) bool {
		return j.State == "FINISHED" || j.State == "FAILED" || j.State == "CANCELED"
	})
}

// workers lists the worker processes on this machine; no other test has this
// client.
func workers(t *testing.T, client string) []testflink.Process {
	t.Helper()
	processes, err := testflink.ProcessesOf(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(processes, func(p testflink.Process) bool { return !strings.Contains(p.Args, " --worker=true ") })
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"context"
	"maps"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/beamcrop/beamcrop/internal/dist"
	"github.com/beamcrop/beamcrop/internal/testflink"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// The promises hold on a real Flink. One cluster serves all tests, one after
// another; each names its own output.
func TestFlink(t *testing.T) {
	script := testflink.Script(t)
	inside := startFlink(t, script, 0)
	cluster := startFlink(t, script, 2)
	client := flinkClient(t)

	for _, c := range []struct {
		name string
		run  func(t *testing.T)
	}{
		{"same bytes", func(t *testing.T) { sameBytesOnFlink(t, client, inside(t), cluster(t)) }},
		{"originals", func(t *testing.T) { originalsOnFlink(t, client, cluster(t)) }},
		{"a DoFn fails once", func(t *testing.T) { doFnFailsOnce(t, client, cluster(t)) }},
		{"a DoFn fails once in this process", func(t *testing.T) { doFnFailsOnce(t, client, inside(t)) }},
		{"a worker is killed", func(t *testing.T) { workerKilled(t, client, cluster(t)) }},
		{"a TaskManager is killed", func(t *testing.T) { taskManagerKilled(t, client, cluster(t)) }},
		{"cancelled on Flink and resumed on Prism", func(t *testing.T) { cancelledThenResumed(t, client, cluster(t)) }},
		{"detached", func(t *testing.T) { detachedOnFlink(t, client, cluster(t)) }},
		{"interrupted", func(t *testing.T) { interruptedOnFlink(t, client, cluster(t)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.run(t)
			waitFor(t, func() bool { return len(workers(t, client)) == 0 })
		})
	}
}

// startFlink starts a Flink in the background, for it takes seconds; what it
// returns waits for it. It is stopped at the end of the test, with no worker
// left behind.
func startFlink(t *testing.T, script string, taskManagers int) func(*testing.T) *testflink.Flink {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "flink")
	var flink *testflink.Flink
	var err error
	started := make(chan struct{})
	go func() {
		defer close(started)
		flink, err = testflink.Start(context.WithoutCancel(t.Context()), script, dir, taskManagers)
	}()
	t.Cleanup(func() {
		<-started
		if flink == nil {
			return
		}
		if err := flink.Stop(); err != nil {
			t.Error(err)
		}
	})
	return func(t *testing.T) *testflink.Flink {
		t.Helper()
		<-started
		if err != nil {
			t.Fatal(err)
		}
		return flink
	}
}

// flinkClient builds the program with the race detector, so that the workers that
// it starts on the cluster have it too.
func flinkClient(t *testing.T) string {
	t.Helper()
	client := filepath.Join(t.TempDir(), "beamcrop")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-race", "-tags", dist.BuildTags, "-o", client, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return client
}

// on returns the flags that run a job on f: by workers of its own on a cluster,
// else by the launching process, which is the default.
func on(f *testflink.Flink, parallelism int) []string {
	args := []string{"--runner=flink", "--endpoint=" + f.Endpoint, "--parallelism=" + strconv.Itoa(parallelism)}
	if f.Web == "" {
		return args
	}
	return append(args, "--environment_type=PROCESS")
}

// Promises 1 and 2 on Flink.
func sameBytesOnFlink(t *testing.T, client string, inside, cluster *testflink.Flink) {
	server := startWeb(t, testweb.Options{Hosts: 40})
	input := writeDataset(t, swift(server, 40, 120))
	var want output
	var hashes map[string]string
	for _, c := range []struct {
		name string
		args []string
	}{
		{"Prism", nil},
		{"direct", []string{"--runner=direct"}},
		{"Flink in the job server", on(inside, 2)},
		{"two TaskManagers", on(cluster, 4)},
	} {
		t.Run(c.name, func(t *testing.T) {
			server.Reset()
			dir := filepath.Join(t.TempDir(), "out")
			r := startProgram(t, client, flags(patient, append(c.args, "--input="+input, "--output="+dir, "--shard_rows=10", "--sample=100", "--seed=5")...)...).wait(t)
			if r.code != 0 {
				t.Fatalf("exit code %d\n%s", r.code, r.stderr)
			}
			got := readOutput(t, dir)
			if want.rows == nil {
				want, hashes = got, dataHashes(t, dir)
			}
			mustEqualData(t, hashes, dir)
			if !maps.Equal(got.reasons, want.reasons) {
				t.Errorf("other rows failed, or for other reasons:\nwant %v\ngot  %v", want.reasons, got.reasons)
			}
			mustCount(t, got, 100)
		})
	}
}

// originalsOnFlink has workers on two TaskManagers fill a store of originals, and take
// every picture from it.
func originalsOnFlink(t *testing.T, client string, cluster *testflink.Flink) {
	server := startWeb(t, testweb.Options{})
	args := flags(patient, "--input="+writeDataset(t, storable(server, 60)), "--shard_rows=10")
	onFlink := flags(args, append(on(cluster, 4), "--originals="+filepath.Join(t.TempDir(), "originals"))...)
	for i, format := range []string{shards.FormatParquet, shards.FormatWebDataset} {
		web, stored := filepath.Join(t.TempDir(), "web"), filepath.Join(t.TempDir(), "stored")
		mustRun(t, flags(args, "--output="+web, "--output_format="+format)...)
		server.Reset()
		if r := startProgram(t, client, flags(onFlink, "--output="+stored, "--output_format="+format)...).wait(t); r.code != 0 {
			t.Fatalf("exit code %d\n%s", r.code, r.stderr)
		}
		mustEqualData(t, dataHashes(t, web), stored)
		if n := server.Stats().Requests; (n == 0) != (i > 0) {
			t.Errorf("%s: %d requests, want some for the first format alone", format, n)
		}
	}
}

// mustCount checks the summary's counters against the files.
func mustCount(t *testing.T, got output, rows int64) {
	t.Helper()
	s := got.summary
	if s.Rows != rows || s.Written != int64(len(got.rows)) || s.Failed != int64(len(got.reasons)) || s.Written+s.Failed != rows {
		t.Errorf("the summary says %d = %d + %d; of %d rows the files hold %d and %d", s.Rows, s.Written, s.Failed, rows, len(got.rows), len(got.reasons))
	}
}

package main

import (
	"context"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testspark"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The promises hold on a real Spark, inside the job server with the work in the
// launching process, and on two workers that start processes for it.
func TestSpark(t *testing.T) {
	script := testspark.Installed(t)
	inside := startSpark(t, script, 0)
	cluster := startSpark(t, script, 2)
	t.Run("same bytes in this process", func(t *testing.T) { sameBytesOnSpark(t, inside) })
	t.Run("a worker is killed", func(t *testing.T) { workerKilledOnSpark(t, cluster) })
}

// startSpark starts a Spark in the background, for it takes seconds; what it returns
// waits for it. It is stopped at the end of the test.
func startSpark(t *testing.T, script string, workers int) func(*testing.T) *testspark.Spark {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "spark")
	var spark *testspark.Spark
	var err error
	started := make(chan struct{})
	go func() {
		defer close(started)
		spark, err = testspark.Start(context.WithoutCancel(t.Context()), script, dir, workers)
	}()
	t.Cleanup(func() {
		<-started
		if spark == nil {
			return
		}
		if err := spark.Stop(); err != nil {
			t.Error(err)
		}
	})
	return func(t *testing.T) *testspark.Spark {
		t.Helper()
		<-started
		if err != nil {
			t.Fatal(err)
		}
		return spark
	}
}

func sameBytesOnSpark(t *testing.T, spark func(*testing.T) *testspark.Spark) {
	server := startWeb(t, testweb.Options{Hosts: 40})
	args := flags(patient, "--input="+writeDataset(t, swift(server, 40, 120)), "--shard_rows=10", "--sample=100", "--seed=5")
	prism, out := filepath.Join(t.TempDir(), "prism"), filepath.Join(t.TempDir(), "spark")
	mustRun(t, flags(args, "--output="+prism)...)
	server.Reset()
	mustRun(t, flags(args, "--output="+out, "--runner=spark", "--endpoint="+spark(t).Endpoint)...)
	mustEqualData(t, dataHashes(t, prism), out)
	mustCount(t, readOutput(t, out), 100)
}

// onTheWay is progress as it is shown while a slow job runs.
var onTheWay = regexp.MustCompile(`\] (?:[1-9]|[1-9]\d|1\d\d|2[0-3]\d)/240 rows`)

// Spark has the tasks of a killed worker done again. The output must not show it, and
// the terminal shows progress meanwhile: a line each five seconds of a job of twelve.
func workerKilledOnSpark(t *testing.T, spark func(*testing.T) *testspark.Spark) {
	job := slowJobUntil(t, binary, 12*time.Second)
	cluster := spark(t)
	dir := filepath.Join(t.TempDir(), "out")
	w := watch(t, dir)
	p := start(t, flags(job.args, "--output="+dir, "--runner=spark", "--endpoint="+cluster.Endpoint, "--environment_type=PROCESS", "--parallelism=2")...)
	waitFor(t, func() bool { return job.server.Stats().Requests >= flinkRows/3 })
	waitFor(t, func() bool { return len(workers(t, binary)) == 2 }) // of which one may start later
	kill(t, workers(t, binary)[0].ID)
	job.mustEndWell(t, p, w, dir)
	if !onTheWay.MatchString(p.stderr.String()) {
		t.Errorf("the terminal shows no progress on the way:\n%s", p.stderr.String())
	}
	if lost, err := cluster.LostTasks(); err != nil || lost == 0 {
		t.Errorf("%d tasks were lost (%v): nothing was tested", lost, err)
	}
	waitFor(t, func() bool { return len(workers(t, binary)) == 0 })
}

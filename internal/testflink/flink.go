package testflink

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// Script returns the scripts/flink to use, which BEAMCROP_FLINK names, or skips
// the test.
func Script(t *testing.T) string {
	t.Helper()
	return testenv.Need(t, "BEAMCROP_FLINK", "a real Flink (scripts/flink, after scripts/flink install)")
}

// Flink is a running job server, and the cluster behind it if it has one.
type Flink struct {
	testenv.Script
	Endpoint string // of the job server, HOST:PORT
	Web      string // of the JobManager's REST API; "" without a cluster

	taskManagers int
}

// Start starts a Flink inside the job server, or with taskManagers a cluster of
// as many of two slots each. Stop it.
func Start(ctx context.Context, script, dir string, taskManagers int) (*Flink, error) {
	f := &Flink{Script: testenv.Script{Path: script, Dir: dir}, taskManagers: taskManagers}
	return f, f.StartMissing(ctx)
}

var web = regexp.MustCompile(`web page (\S+)`)

// StartMissing starts what is down, a TaskManager that was killed for instance.
func (f *Flink) StartMissing(ctx context.Context) error {
	printed, endpoint, err := f.Launch(ctx, "--taskmanagers="+strconv.Itoa(f.taskManagers), "--rest_port=auto", "--rpc_port=auto")
	if err != nil {
		return err
	}
	f.Endpoint = endpoint
	if found := web.FindStringSubmatch(printed); found != nil {
		f.Web = found[1]
	}
	return nil
}

// TaskManager returns the process id of the n-th TaskManager, from 1.
func (f *Flink) TaskManager(n int) (int, error) { return f.Process(fmt.Sprintf("taskmanager-%d", n)) }

// Restarts returns how often a job of this Flink failed and is to start again.
func (f *Flink) Restarts() (int, error) {
	name := "jobmanager"
	if f.taskManagers == 0 {
		name = "job-server"
	}
	return f.Logged(name, "from state RUNNING to RESTARTING")
}

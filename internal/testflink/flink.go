package testflink

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

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
	Endpoint string // of the job server, HOST:PORT
	Web      string // of the JobManager's REST API; "" without a cluster

	script, dir  string
	taskManagers int
}

// Start starts a Flink inside the job server, or with taskManagers a cluster of
// as many of two slots each. Stop it.
func Start(ctx context.Context, script, dir string, taskManagers int) (*Flink, error) {
	f := &Flink{script: script, dir: dir, taskManagers: taskManagers}
	return f, f.StartMissing(ctx)
}

var (
	endpoint = regexp.MustCompile(`--endpoint=(\S+)`)
	web      = regexp.MustCompile(`web page (\S+)`)
)

// StartMissing starts what is down, a TaskManager that was killed for instance.
func (f *Flink) StartMissing(ctx context.Context) error {
	out, err := f.run(ctx, "start", "--taskmanagers="+strconv.Itoa(f.taskManagers), "--while="+strconv.Itoa(os.Getpid()), "--job_port=0", "--rest_port=auto", "--rpc_port=auto")
	if err != nil {
		return err
	}
	found := endpoint.FindStringSubmatch(out)
	if found == nil {
		return fmt.Errorf("scripts/flink names no endpoint: %s", out)
	}
	f.Endpoint = found[1]
	if found := web.FindStringSubmatch(out); found != nil {
		f.Web = found[1]
	}
	return nil
}

// Stop stops everything that was started.
func (f *Flink) Stop() error {
	_, err := f.run(context.Background(), "stop")
	return err
}

// stopWithin is how long a stop may take: ten seconds until it kills, and then
// a loaded machine's time.
const stopWithin = time.Minute

func (f *Flink) run(ctx context.Context, command string, flags ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 4*stopWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, f.script, append([]string{command, "--dir=" + f.dir}, flags...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("scripts/flink %s: %w\n%s%s", command, err, stdout.String(), stderr.String())
	}
	return stdout.String(), nil
}

// TaskManager returns the process id of the n-th TaskManager, from 1.
func (f *Flink) TaskManager(n int) (int, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, fmt.Sprintf("taskmanager-%d.pid", n)))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

// Restarts returns how often a job of this Flink failed and is to start again.
func (f *Flink) Restarts() (int, error) {
	name := "jobmanager"
	if f.taskManagers == 0 {
		name = "job-server"
	}
	log, err := os.ReadFile(filepath.Join(f.dir, "logs", name+".out"))
	return bytes.Count(log, []byte("from state RUNNING to RESTARTING")), err
}

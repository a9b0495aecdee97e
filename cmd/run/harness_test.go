package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/dist"
)

// binary is the program under test, built once: exit codes, signals and kill -9
// are only true of a process.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "beamcrop-e2e-*")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
		binary = filepath.Join(dir, "beamcrop")
		build := exec.CommandContext(context.Background(), "go", "build", "-tags", dist.BuildTags, "-ldflags", "-s -w", "-o", binary, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is deployed: Dataflow's workers are to run it too
		if out, err := build.CombinedOutput(); err != nil {
			panic(string(out))
		}
		return m.Run()
	}())
}

// result is what a finished process left.
type result struct {
	code           int
	stdout, stderr string
}

// beamcrop runs the program to its end.
func beamcrop(t *testing.T, args ...string) result {
	t.Helper()
	p := start(t, args...)
	return p.wait(t)
}

// process is a running program.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
}

// start starts the program; it is killed if the test ends first.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	return startProgram(t, binary, args...)
}

// startProgram starts a build of the program.
func startProgram(t *testing.T, binary string, args ...string) *process {
	t.Helper()
	return startIn(t, nil, binary, args...)
}

// startIn starts a program with more in its environment: t.Setenv is not for tests that
// run beside others.
func startIn(t *testing.T, env []string, binary string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	p := &process{cmd: exec.CommandContext(ctx, binary, args...)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) wait(t *testing.T) result {
	t.Helper()
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{code: p.cmd.ProcessState.ExitCode(), stdout: p.stdout.String(), stderr: p.stderr.String()}
}

// mustRun runs the program and expects success.
func mustRun(t *testing.T, args ...string) result {
	t.Helper()
	r := beamcrop(t, args...)
	if r.code != 0 {
		t.Fatalf("beamcrop %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r
}

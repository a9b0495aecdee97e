package testenv

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
	"time"
)

// Script is a script of ours that starts an engine in a folder of its own, as
// scripts/flink and scripts/spark do.
type Script struct{ Path, Dir string }

// within is how long a command may take: to start some JVMs, or ten seconds until a
// stop kills, and then a loaded machine's time.
const within = 4 * time.Minute

// Run runs one of the script's commands and returns what it prints.
func (s Script) Run(ctx context.Context, command string, flags ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Path, append([]string{command, "--dir=" + s.Dir}, flags...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", s.Path, command, err, stdout.String(), stderr.String())
	}
	return stdout.String(), nil
}

// endpoint is how a script says where its job server is.
var endpoint = regexp.MustCompile(`--endpoint=(\S+)`)

// Launch starts the engine on ports that are free, for as long as this process lives. It
// returns what the script prints, and in it the job server's HOST:PORT.
func (s Script) Launch(ctx context.Context, flags ...string) (printed, jobServer string, err error) {
	printed, err = s.Run(ctx, "start", append([]string{"--while=" + strconv.Itoa(os.Getpid()), "--job_port=0"}, flags...)...)
	if err != nil {
		return "", "", err
	}
	found := endpoint.FindStringSubmatch(printed)
	if found == nil {
		return "", "", fmt.Errorf("%s names no endpoint: %s", s.Path, printed)
	}
	return printed, found[1], nil
}

// Stop stops everything that was started.
func (s Script) Stop() error {
	_, err := s.Run(context.Background(), "stop")
	return err
}

// Process returns the id of a process that was started under that name.
func (s Script) Process(name string) (int, error) {
	data, err := os.ReadFile(filepath.Join(s.Dir, name+".pid"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

// Logged counts what a process has written to its log.
func (s Script) Logged(name, text string) (int, error) {
	log, err := os.ReadFile(filepath.Join(s.Dir, "logs", name+".out"))
	return bytes.Count(log, []byte(text)), err
}

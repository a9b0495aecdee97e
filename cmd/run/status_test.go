package main

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// While a job runs, its page shows the shards that are complete and its metrics the
// rows, and when it has ended there is neither.
func TestStatusPage(t *testing.T) {
	t.Parallel()
	server := startWeb(t, testweb.Options{})
	rows := good(server, 40, testweb.Picture{Width: 64, Height: 64})
	rows = append(rows, expect(server, 0, testweb.Picture{ID: 99, Width: 64, Height: 64, Fault: "hang"}))
	port, url := freePort(t)
	p := start(t, flags(impatient, "--input="+writeDataset(t, rows), "--output="+filepath.Join(t.TempDir(), "out"), "--shard_rows=20", "--timeout=10m", "--status="+port)...)
	waitFor(t, func() bool {
		return strings.Contains(visit(url), "<h1>40 of 40 rows written so far</h1>") && strings.Contains(visit(url), "40/41 rows") && strings.Contains(visit(url), "data:image/jpeg;base64,")
	})
	if text := visit(url + "metrics"); !strings.Contains(text, "beamcrop_rows_planned 41\n") || !strings.Contains(text, "beamcrop_rows_written_total 40\n") {
		t.Errorf("metrics:\n%s", text)
	}
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if r := p.wait(t); r.code != 130 || !strings.Contains(r.stderr, "status: "+url) {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	if text := visit(url); text != "" {
		t.Errorf("it answers when the job has ended:\n%s", text)
	}
}

// An address that is taken is said before anything is written.
func TestStatusAddressTaken(t *testing.T) {
	t.Parallel()
	server := startWeb(t, testweb.Options{})
	dir := filepath.Join(t.TempDir(), "out")
	r := beamcrop(t, flags(impatient, "--input="+writeDataset(t, good(server, 1, testweb.Picture{Width: 64, Height: 64})), "--output="+dir,
		"--status="+strings.TrimPrefix(server.Base(0), "http://"))...)
	if _, err := os.Stat(dir); r.code != 2 || !strings.Contains(r.stderr, "--status: listening on") || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("exit code %d, %v\n%s", r.code, err, r.stderr)
	}
}

// freePort is a port of this machine that nobody has just now, and its page.
func freePort(t *testing.T) (port, url string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // nobody has connected
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port, "http://127.0.0.1:" + port + "/"
}

// visit returns a page, "" if nobody answers.
func visit(url string) string {
	client := http.Client{Timeout: 10 * time.Second}
	answer, err := client.Get(url) //nolint:noctx // it has a time limit
	if err != nil {
		return ""
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return ""
	}
	return string(body)
}

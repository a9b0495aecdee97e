package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Promise 5, as the command line states it: owners' wishes, and names.
func TestOwnersWishes(t *testing.T) {
	server := startWeb(t, testweb.Options{Robots: "User-agent: beamcrop\nDisallow: /p/1.\n"})
	p := testweb.Picture{Width: 64, Height: 64}
	rows := good(server, 3, p)
	rows = append(rows, expect(server, 0, testweb.Picture{ID: 3, Width: 64, Height: 64, Fault: "noai"}))
	input := writeDataset(t, rows)
	for name, tt := range map[string]struct {
		flags    []string
		want     map[int]string
		requests int64
	}{
		"by default":     {nil, map[int]string{3: "opted_out"}, 4},
		"robots.txt too": {[]string{"--respect_robots"}, map[int]string{1: "blocked_by_robots", 3: "opted_out"}, 4},
		"neither":        {[]string{"--respect_opt_out=false"}, nil, 4},
		"another port":   {[]string{"--allowed_ports=80,443"}, map[int]string{0: "blocked_address", 1: "blocked_address", 2: "blocked_address", 3: "blocked_address"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			dir := filepath.Join(t.TempDir(), "out")
			r := beamcrop(t, append(flags(impatient, "--input="+input, "--output="+dir), tt.flags...)...)
			if nothing := len(tt.want) == len(rows); r.code != 0 && !nothing || nothing && r.code != 3 {
				t.Fatalf("exit code %d\n%s", r.code, r.stderr)
			}
			wantReasons(t, readOutput(t, dir), len(rows), tt.want)
			if n := server.Stats().Requests; n != tt.requests { // robots.txt is one, and spares one
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

// wantReasons checks that the rows in want failed by their reasons, and no others.
func wantReasons(t *testing.T, out output, rows int, want map[int]string) {
	t.Helper()
	for i := range rows {
		id := fmt.Sprintf("faces.parquet#%d", i)
		if got := out.reasons[id]; got != want[i] {
			t.Errorf("row %d: reason %q, want %q", i, got, want[i])
		}
	}
}

// Names are looked up where the command line says, and a name server that says
// nothing costs its rows a deadline.
func TestNamesAreLookedUp(t *testing.T) {
	server := startWeb(t, testweb.Options{Hosts: 4})
	named := testdns.Hosts("h", 4)
	names, err := testdns.Start(func(name string, nth int) testdns.Answer {
		if name == "silent.test" {
			return testdns.Answer{Silent: true}
		}
		return named(name, nth)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	rows := good(server, 40, testweb.Picture{Width: 64, Height: 64})
	hosts := map[int]string{38: "missing.test", 39: "silent.test"}
	for i := range rows {
		host := hosts[i]
		if host == "" {
			host = fmt.Sprintf("h%d.test", i%4+1)
		}
		path := testweb.Picture{ID: uint64(i), Width: 64, Height: 64}.Path()
		rows[i].row.URL = server.NamedBase(host) + path
	}
	dir := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(impatient, "--input="+writeDataset(t, rows), "--output="+dir, "--dns_server="+names.Addr())...)
	wantReasons(t, readOutput(t, dir), len(rows), map[int]string{38: "dns", 39: "dns"})
	for i := range 4 {
		if n := names.Queries(fmt.Sprintf("h%d.test", i+1)); n != 1 {
			t.Errorf("h%d.test was looked up %d times", i+1, n)
		}
	}
}

// The whole program within 128 descriptors, to 250 hosts: no row fails for it, and
// who asked for more is told.
func TestFewDescriptors(t *testing.T) {
	prlimit, err := exec.LookPath("prlimit")
	if err != nil {
		t.Skip(err)
	}
	server := startWeb(t, testweb.Options{Hosts: 250})
	rows := make([]outcome, 600)
	for i := range rows {
		rows[i] = expect(server, i%250, testweb.Picture{ID: uint64(i % 10), Width: 64, Height: 64, Latency: 20 * time.Millisecond})
	}
	dir := filepath.Join(t.TempDir(), "out")
	args := append([]string{"--nofile=128:128", binary}, flags(impatient,
		"--input="+writeDataset(t, rows), "--output="+dir, "--timeout=20s", "--shard_rows=50", "--concurrency=1000")...)
	out, err := exec.CommandContext(t.Context(), prlimit, args...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--concurrency=1000 is lowered to 48 here") {
		t.Fatalf("%v\n%s", err, out)
	}
	wantReasons(t, readOutput(t, dir), len(rows), nil)
	if peak := server.Stats().Peak; peak > 48 {
		t.Errorf("%d requests at a time", peak)
	}
}

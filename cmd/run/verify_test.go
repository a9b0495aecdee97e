package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Damage of all kinds is found without a request, and mended by what the message
// says: remove the damaged files and run the same command again.
func TestVerify(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	rows := make([]outcome, 12)
	for i := range rows {
		p := testweb.Picture{ID: uint64(i), Width: 64, Height: 64}
		if i == 11 {
			p.Fault = "404"
		}
		rows[i] = expect(web, 0, p)
	}
	dir := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+writeDataset(t, rows), "--output="+dir, "--shard_rows=3")
	wantMistake(t, beamcrop(t, "--verify", "--output="+dir), "holds no output")
	mustRun(t, args...)
	want := dataHashes(t, dir)
	web.Reset()
	if r := mustRun(t, "--progress_of="+dir); !strings.Contains(r.stdout, "4 of 4 shards are complete, with") || !strings.Contains(r.stdout, "the job is complete") {
		t.Errorf("said %s", r.stdout)
	}
	if r := mustRun(t, "--verify", "--output="+dir); !strings.Contains(r.stdout, "the 9 files of 4 shards are as they were written") {
		t.Error(r.stdout)
	}

	changed := filepath.Join(dir, "data", "part-00000-of-00004.parquet")
	cut := filepath.Join(dir, "data", "part-00001-of-00004.parquet")
	sidecar := filepath.Join(dir, "_beamcrop", "part-00002-of-00004.json")
	failures := filepath.Join(dir, "failures", "part-00003-of-00004.jsonl")
	rot(t, changed)
	if err := os.Truncate(cut, 7); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{sidecar, failures} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	r := beamcrop(t, "--verify", "--output="+dir)
	if r.code != 1 || !strings.Contains(r.stderr, "4 files are damaged or gone: remove ") {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	for _, line := range []string{
		"data/part-00000-of-00004.parquet: has other content",
		"data/part-00001-of-00004.parquet: has 7 bytes, not the ",
		"_beamcrop/part-00002-of-00004.json: is gone",
		"failures/part-00003-of-00004.jsonl: is gone",
	} {
		if !strings.Contains(r.stdout, line) {
			t.Errorf("%q is missing in\n%s", line, r.stdout)
		}
	}
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("%d requests", n)
	}

	for _, name := range []string{changed, cut} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	mustRun(t, args...)
	mustEqualData(t, want, dir)
	mustRun(t, "--verify", "--output="+dir)
}

// rot changes a bit of a file, and neither its size nor its time.
func rot(t *testing.T, name string) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(name, data, info.Mode()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
}

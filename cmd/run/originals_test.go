package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// storable is a dataset with what a store of originals meets: pictures, links that
// failed for good, pictures that give no crop, several links in a row, and a picture
// that two links lead to.
func storable(server *testweb.Server, n int) []outcome {
	rows := good(server, n, testweb.Picture{Width: 96, Height: 96})
	for i, fault := range []testweb.Fault{"404", "html", "noai", "garbage", "cut_image", "huge_bytes", "loop", "empty"} {
		rows[3*i+1] = expect(server, 0, testweb.Picture{ID: uint64(1000 + i), Fault: fault})
	}
	dead := server.URL(0, testweb.Picture{ID: 2000, Fault: "404"})
	rows[0].row.URL = dead + ", " + rows[0].row.URL
	rows[2].row.URL += ", " + server.URL(0, testweb.Picture{ID: 2001})
	rows[5].row.Box = ptr("[5000, 10, 5100, 90]")
	return rows
}

func originalsSummary(t *testing.T, dir string) summarize.Summary {
	t.Helper()
	var s summarize.Summary
	data, err := os.ReadFile(filepath.Join(dir, shards.SummaryName))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// Promise 8: what was downloaded is not asked for again, whatever is made of it; and
// the data files are the same whether a picture came over the web or from the store.
func TestFetchedOnce(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, storable(server, 60))
	store := filepath.Join(t.TempDir(), "originals")
	for _, format := range shards.Formats() {
		for _, runner := range []string{"prism", "direct"} {
			t.Run(format+"/"+runner, func(t *testing.T) {
				args := flags(impatient, "--input="+input, "--shard_rows=20", "--output_format="+format, "--runner="+runner)
				web, filling, stored := filepath.Join(t.TempDir(), "web"), filepath.Join(t.TempDir(), "filling"), filepath.Join(t.TempDir(), "stored")
				mustRun(t, flags(args, "--output="+web)...)
				want := dataHashes(t, web)
				mustRun(t, flags(args, "--output="+filling, "--originals="+store)...)
				mustEqualData(t, want, filling)
				server.Reset()
				r := mustRun(t, flags(args, "--output="+stored, "--originals="+store)...)
				mustEqualData(t, want, stored)
				if n := server.Stats().Requests; n > 0 {
					t.Errorf("%d requests for what the store has", n)
				}
				s := originalsSummary(t, stored)
				if s.Originals == nil || s.Attempts != 0 || s.Originals.Pictures+s.Originals.Failures != s.Rows {
					t.Errorf("the summary says %+v of %d rows, and %d requests", s.Originals, s.Rows, s.Attempts)
				}
				if !strings.Contains(r.stdout, "pictures were already here") {
					t.Errorf("the table does not say where the pictures came from:\n%s", r.stdout)
				}
			})
		}
	}
	t.Run("another crop", func(t *testing.T) {
		args := flags(impatient, "--input="+input, "--shard_rows=7", "--margin=0.3", "--resize=32x32", "--encode=png")
		web, stored := filepath.Join(t.TempDir(), "web"), filepath.Join(t.TempDir(), "stored")
		mustRun(t, flags(args, "--output="+web)...)
		server.Reset()
		mustRun(t, flags(args, "--output="+stored, "--originals="+store)...)
		mustEqualData(t, dataHashes(t, web), stored)
		if n := server.Stats().Requests; n > 0 {
			t.Errorf("%d requests for what the store has", n)
		}
	})
	t.Run("refresh", func(t *testing.T) {
		server.Reset()
		mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(t.TempDir(), "out"), "--originals="+store, "--refresh=failed")...)
		if n := server.Stats().Requests; n == 0 || n > 30 {
			t.Errorf("%d requests, want those for the links that failed", n)
		}
	})
}

// A larger sample asks for the rows that it adds, and no others.
func TestGrowingSample(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 200, testweb.Picture{Width: 64, Height: 64}))
	store := filepath.Join(t.TempDir(), "originals")
	for _, c := range []struct {
		sample   string
		requests int64
	}{{"40", 40}, {"130", 90}, {"130", 0}} {
		server.Reset()
		out := filepath.Join(t.TempDir(), "out")
		mustRun(t, flags(impatient, "--input="+input, "--output="+out, "--originals="+store, "--sample="+c.sample)...)
		if n := server.Stats().Requests; n != c.requests {
			t.Errorf("--sample=%s: %d requests, want %d", c.sample, n, c.requests)
		}
	}
}

// TestOriginalsMistakes has each of the user's mistakes said in a line.
func TestOriginalsMistakes(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 3, testweb.Picture{Width: 64, Height: 64}))
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	for _, c := range []struct {
		flags []string
		say   string
	}{
		{[]string{"--originals=" + other}, "is no store of originals"},
		{[]string{"--originals=" + out + "/originals"}, "lies in the output folder"},
		{[]string{"--originals=" + other, "--originals_max=much"}, "--originals_max"},
		{[]string{"--originals=" + other, "--originals_max=-1"}, "--originals_max must be at least 0"},
		{[]string{"--originals=" + other, "--refresh=often"}, "--refresh"},
		{[]string{"--refresh=failed"}, "name one with --originals"},
	} {
		wantMistake(t, beamcrop(t, flags(impatient, append(c.flags, "--input="+input, "--output="+out)...)...), c.say)
	}
}

// A link that is removed is gone with its picture, and is not asked for again.
func TestRemoveOriginals(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	rows := good(server, 10, testweb.Picture{Width: 64, Height: 64})
	input := writeDataset(t, rows)
	dir := t.TempDir()
	store, list := filepath.Join(dir, "originals"), filepath.Join(dir, "links.txt")
	mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(dir, "one"), "--originals="+store)...)
	if err := os.WriteFile(list, []byte(rows[3].row.URL+"\r\n\n"+rows[4].row.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, "--originals="+store, "--remove_originals="+list)
	if !strings.Contains(r.stdout, "removed 2 pictures") {
		t.Errorf("it says %q", r.stdout)
	}
	server.Reset()
	mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(dir, "two"), "--originals="+store)...)
	s := originalsSummary(t, filepath.Join(dir, "two"))
	if n := server.Stats().Requests; n != 0 || s.Written != 8 || s.Reasons["opted_out"] != 2 {
		t.Errorf("%d requests, %d rows written, failures %v; want 0, 8 and 2 opted out", n, s.Written, s.Reasons)
	}
}

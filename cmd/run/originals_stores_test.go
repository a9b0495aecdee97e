package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// A store of originals in a bucket does what one on disk does, for every output format;
// two jobs fill it at the same time.
func TestOriginalsOnObjectStores(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, storable(server, 60))
	args := flags(impatient, "--input="+input, "--shard_rows=20")
	want := map[string]map[string]string{}
	for _, format := range shards.Formats() {
		out := filepath.Join(t.TempDir(), "web")
		mustRun(t, flags(args, "--output="+out, "--output_format="+format)...)
		want[format] = dataHashes(t, out)
	}
	for scheme, start := range objectStores {
		t.Run(scheme, func(t *testing.T) {
			start(t)
			fillTwice(t, flags(args, "--originals="+scheme+"://output/originals"), want["parquet"])
			server.Reset()
			for format, hashes := range want {
				out := filepath.Join(t.TempDir(), format)
				mustRun(t, flags(args, "--output="+out, "--output_format="+format, "--originals="+scheme+"://output/originals")...)
				mustEqualData(t, hashes, out)
			}
			if n := server.Stats().Requests; n > 0 {
				t.Errorf("%d requests for what the store has", n)
			}
		})
	}
}

// fillTwice runs two jobs at once.
func fillTwice(t *testing.T, args []string, want map[string]string) {
	t.Helper()
	one, other := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "other")
	first := start(t, flags(args, "--output="+one)...)
	mustRun(t, flags(args, "--output="+other)...)
	if r := first.wait(t); r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	mustEqualData(t, want, one)
	mustEqualData(t, want, other)
}

// A store that is as large as it may be ends adding, and says so; the job goes on.
func TestOriginalsMax(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 40, testweb.Picture{Width: 200, Height: 200}))
	store, out := filepath.Join(t.TempDir(), "originals"), filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+input, "--originals="+store)
	r := mustRun(t, flags(args, "--output="+out, "--originals_max=100kB")...)
	if !strings.Contains(r.stdout, "the store of originals is full") {
		t.Errorf("the table does not say that the store is full:\n%s", r.stdout)
	}
	if s := originalsSummary(t, out); s.Written != 40 {
		t.Errorf("%d rows of 40 are written", s.Written)
	}
	server.Reset()
	mustRun(t, flags(args, "--output="+filepath.Join(t.TempDir(), "again"))...)
	if n := server.Stats().Requests; n == 0 || n >= 40 {
		t.Errorf("%d requests, want those for what was not kept", n)
	}
}

// A page of a few rows takes their pictures from the store, and adds none.
func TestPreviewWithOriginals(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 10, testweb.Picture{Width: 64, Height: 64}))
	store := filepath.Join(t.TempDir(), "originals")
	t.Chdir(t.TempDir()) // which the page is written into
	look := func() int64 {
		server.Reset()
		mustRun(t, flags(impatient, "--input="+input, "--output="+t.TempDir(), "--originals="+store, "--preview=10")...)
		return server.Stats().Requests
	}
	if n := look(); n != 10 {
		t.Errorf("%d requests without a store, want 10", n)
	}
	mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(t.TempDir(), "out"), "--originals="+store, "--sample=4")...)
	if n := server.Stats().Requests; n != 14 {
		t.Errorf("the preview left something: %d requests, want 14", n)
	}
	if n := look(); n != 6 {
		t.Errorf("%d requests, want those for the 6 rows that the store has not", n)
	}
}

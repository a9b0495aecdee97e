package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The same command with a dataset on the Hub, or a link, in place of a local
// file gives the same bytes.
func TestInputFromTheWeb(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	rows := good(web, 40, testweb.Picture{Width: 64, Height: 64})
	rows[7].row.Box = nil
	input := writeDataset(t, rows)
	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	args := flags(impatient, "--shard_rows=20", "--sample=30")
	local := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(args, "--input="+input, "--output="+local)...)
	want := dataHashes(t, local)

	hub := testhub.Start(t)
	hub.Put("owner/faces", "data/faces.parquet", data)
	hub.Put("owner/faces", "README.md", []byte("# Faces"))
	hub.Gate("owner/faces", "hf_token", true)
	files := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(input))))
	t.Cleanup(files.Close)

	wantMistake(t, beamcrop(t, flags(args, "--input=hf://datasets/owner/faces/data", "--output="+t.TempDir()+"/out")...), "owner/faces", "set HF_TOKEN")
	wantMistake(t, beamcrop(t, flags(args, "--input="+files.URL+"/*.parquet", "--output="+t.TempDir()+"/out")...), "a pattern cannot be matched")
	wantMistake(t, beamcrop(t, flags(args, "--input="+input, "--output=hf://datasets/owner/faces/out")...), "--output", "can be read and not written")
	t.Setenv("HF_TOKEN", "hf_token")
	dry := mustRun(t, "--dry_run", "--input=hf://datasets/owner/faces/data", "--sample=30")
	if !strings.Contains(dry.stdout, "example     faces.parquet#") || !strings.Contains(dry.stdout, "30 of 40") {
		t.Errorf("a dry run says\n%s", dry.stdout)
	}
	for name, from := range map[string]string{
		"folder": "hf://datasets/owner/faces/data",
		"glob":   "hf://datasets/owner/faces@main/**/*.parquet",
		"link":   files.URL + "/faces.parquet?signature=abc",
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			mustRun(t, flags(args, "--input="+from, "--output="+out)...)
			mustEqualData(t, want, out)
			checkCommitted(t, out)

			hub.Put("owner/faces", "README.md", []byte("# Faces, described at last")) // no change of the inputs
			mustRun(t, flags(args, "--input="+from, "--output="+out)...)
		})
	}
}

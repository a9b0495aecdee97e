package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// writeTars has webdataset's TarWriter write what is in a folder of pictures as
// img2dataset does.
const writeTars = `
import sys, json, webdataset
import pyarrow.parquet as pq
rows = pq.read_table(sys.argv[1]).to_pylist()
with webdataset.TarWriter(sys.argv[2]) as out:
    for i, row in enumerate(rows):
        picture = open(sys.argv[3] + "/" + row["file_name"], "rb").read()
        out.write({"__key__": "%09d" % i, "jpg": picture, "txt": row["caption"],
                   "json": {"url": "http://127.0.0.1/%d" % i, "box": row["box"], "n": i}})
`

// What webdataset wrote is cropped as it lies, to the crops that links give.
func TestTarsOfPictures(t *testing.T) {
	python := needPython(t)
	server := startWeb(t, testweb.Options{})
	rows := good(server, 30, testweb.Picture{Width: 160, Height: 120})
	rows[4].row.Box, rows[4].reason = ptr("[1, 2"), "invalid_row"
	dir := t.TempDir()
	table := withPictures(t, dir, rows)
	args := []string{"--progress=off", "--keep=none", "--output_format=jsonl", "--shard_rows=8", "--resize=64x64"}
	linked := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(args, "--allow_private", "--input="+writeDataset(t, rows), "--output="+linked)...)
	want := lines(t, linked)
	for _, name := range []string{"faces.tar", "faces.tar.gz"} {
		t.Run(name, func(t *testing.T) {
			input := filepath.Join(t.TempDir(), name)
			write := exec.CommandContext(t.Context(), python, "-c", writeTars, table, input, dir)
			if out, err := write.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			out := filepath.Join(t.TempDir(), "out")
			command := flags(args, "--input="+input, "--output="+out)
			mustRun(t, command...)
			if got := strings.ReplaceAll(lines(t, out), name, "faces.parquet"); got != want {
				t.Errorf("the data differ from those of the links:\n%.400s\n%.400s", got, want)
			}
			checkCommitted(t, out)
			hashes := dataHashes(t, out)
			if err := os.Remove(glob(t, out, "_beamcrop/part-00001*.json")[0]); err != nil {
				t.Fatal(err)
			}
			mustRun(t, command...)
			mustEqualData(t, hashes, out)

			kept := filepath.Join(t.TempDir(), "kept")
			mustRun(t, "--progress=off", "--input="+input, "--output="+kept, "--sample=3")
			dry := mustRun(t, "--dry_run", "--input="+input)
			if !strings.Contains(dry.stdout, "by the format") {
				t.Errorf("a dry run says\n%s", dry.stdout)
			}
		})
	}
	cut := filepath.Join(dir, "cut.tar")
	if err := os.WriteFile(cut, []byte(strings.Repeat("x", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	wantMistake(t, beamcrop(t, "--input="+cut, "--output="+filepath.Join(t.TempDir(), "out")), "the tar cannot be read")
}

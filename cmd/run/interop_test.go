package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// needPython returns the interpreter of the checks in Python, and leaves the
// test out where there is none.
func needPython(t *testing.T) string {
	t.Helper()
	return testenv.Python(t, "reading the output in Python")
}

// The folder loads in Hugging Face datasets as it stands, and its data folder in
// pyarrow, pandas, Polars and DuckDB.
func TestFolderLoadsInPython(t *testing.T) {
	python := needPython(t)
	server := startWeb(t, testweb.Options{})
	rows := good(server, 30, testweb.Picture{Width: 64, Height: 64})
	rows[3].row.Box = nil
	dir := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(impatient, "--input="+writeDataset(t, rows), "--output="+dir, "--shard_rows=10")...)

	check := exec.CommandContext(t.Context(), python, "testdata/load.py", dir, t.TempDir())
	check.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_DATASETS_DISABLE_PROGRESS_BARS=1")
	var complaints strings.Builder
	check.Stderr = &complaints
	out, err := check.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	want := map[string]any{
		"rows": 29.0, "pyarrow_rows": 29.0, "parquet_rows": 29.0, "pandas_rows": 29.0, "polars_rows": 29.0, "duckdb_rows": 29.0, "sizes_right": true,
		"columns":       []any{"id", "url", "box", "caption", "image", "width", "height", "format", "sha256", "source_width", "source_height", "source_format", "_id", "laion_caption"},
		"laion_caption": got["laion_caption"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	checkPictures(t, python, writeDataset(t, rows))
	if kept, _ := got["laion_caption"].(string); !strings.HasPrefix(kept, "list<") {
		t.Errorf("laion_caption came as %s, want a list", kept)
	}
}

// checkPictures has Hugging Face datasets load the folders of the formats in
// which it sees pictures, by their cards alone.
func checkPictures(t *testing.T, python, input string) {
	t.Helper()
	dir := t.TempDir()
	args := flags(impatient, "--input="+input, "--shard_rows=10")
	mustRun(t, append(args, "--output="+filepath.Join(dir, "parquet"), "--image_encoding=binary")...)
	mustRun(t, append(args, "--output="+filepath.Join(dir, "webdataset"), "--output_format=webdataset")...)
	check := exec.CommandContext(t.Context(), python, "testdata/pictures.py", dir, t.TempDir())
	check.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_DATASETS_DISABLE_PROGRESS_BARS=1")
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

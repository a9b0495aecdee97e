package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// recipe is what a section of docs/cookbook.md is run on.
type recipe struct {
	file            string // of pipeline/testdata/datasets
	url             string // its column of links
	side            int    // of its pictures
	hub, path       string // where the section's command looks for it: on the Hub, or the folder
	output, format  string
	written, failed int64
}

var recipes = map[string]recipe{
	"FaceCaption-15M": {"facecaption.parquet", "url", 1600, "OpenFace-CQUPT/FaceCaption-15M", "FaceCaption-v1.parquet", "faces", "parquet", 37, 3},
	"LAION-Face":      {"laion-face.parquet", "URL", 320, "", "laion_face_meta/0.parquet", "laion-faces", "webdataset", 40, 0},
	"DataComp faces":  {"datacomp.parquet", "url", 640, "mlfoundations/datacomp_pools", "small/0.parquet", "datacomp-faces", "jsonl", 60, 10},
	"GRIT regions":    {"grit.parquet", "url", 640, "zzliang/GRIT", "grit-20m/0.parquet", "grit-regions", "tfrecord", 79, 0},
	"CC12M":           {"cc12m.tsv", "", 320, "", "cc12m.tsv", "cc12m", "parquet", 40, 0},
	"IMDb-Face":       {"imdbface.csv", "", 640, "", "IMDb-Face.csv", "imdb-faces", "parquet", 40, 0},
}

// Each command of the cookbook does what the page says, and each block of Python
// reads what it left.
func TestCookbook(t *testing.T) {
	text, err := os.ReadFile("../../docs/cookbook.md")
	if err != nil {
		t.Fatal(err)
	}
	server, hub := startWeb(t, testweb.Options{Distinct: 3}), testhub.Start(t)
	seen := map[string]bool{}
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		name, text, _ := strings.Cut(section, "\n")
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			r, known := recipes[name]
			commands := blocks(text, "sh")
			if !known || len(commands) != 1 {
				t.Fatalf("a recipe has one command and a dataset, not %d", len(commands))
			}
			dir := t.TempDir()
			data := relinked(t, server, r.file, r.url, testweb.Picture{Width: r.side, Height: r.side})
			if r.hub != "" {
				hub.Put(r.hub, r.path, data)
			} else {
				put(t, filepath.Join(dir, r.path), data)
			}
			runCommand(t, dir, commands[0])
			checkRecipe(t, filepath.Join(dir, r.output), r)
			if blocks := blocks(text, "python"); len(blocks) > 0 {
				runPython(t, dir, blocks)
			}
		})
	}
	for name := range recipes {
		if !seen[name] {
			t.Errorf("the cookbook has no section %q", name)
		}
	}
}

// checkRecipe checks the accounts of an output folder, and reads its rows back.
func checkRecipe(t *testing.T, folder string, r recipe) {
	t.Helper()
	out := readOutput(t, folder)
	if s := out.summary; s.Sampled != 40 || s.Written != r.written || s.Failed != r.failed || s.Written+s.Failed != s.Rows || int64(len(out.reasons)) != r.failed {
		t.Errorf("%d failures, and the summary says %+v", len(out.reasons), s)
	}
	for id, reason := range out.reasons {
		if reason != "invalid_row" {
			t.Errorf("row %s failed: %s", id, reason)
		}
	}
	if n := len(glob(t, folder, "data/part-*."+map[string]string{"webdataset": "tar"}[r.format])) + len(glob(t, folder, "data/part-*."+r.format)); n != 1 {
		t.Errorf("%d shards of %s", n, r.format)
	}
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// blocks returns the page's blocks of code in a language.
func blocks(text, language string) []string {
	var all []string
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		if m[1] == language {
			all = append(all, m[2])
		}
	}
	return all
}

// runCommand runs a command of the page in a folder, and lets it speak to the
// test's servers.
func runCommand(t *testing.T, dir, command string) {
	t.Helper()
	runShell(t, dir, command, "--dry_run")
	runShell(t, dir, command, "--allow_private", "--host_concurrency=64", "--progress=plain")
}

// What is too large for a test, and how a block says that it needs it.
var (
	notInstalled = regexp.MustCompile(`(?m)^import .*\b(torch|lance)\b`)
	saysLeftOut  = regexp.MustCompile("^# Needs (PyTorch|Lance), so no test runs this block.\n")
)

// runPython runs a section's blocks as one program, as its readers do; some are left out.
func runPython(t *testing.T, dir string, blocks []string) {
	t.Helper()
	var program strings.Builder
	for _, block := range blocks {
		leftOut := saysLeftOut.MatchString(block)
		if leftOut != notInstalled.MatchString(block) {
			t.Errorf("a block that needs what is not installed says so first, and no other does:\n%s", block)
		}
		if !leftOut {
			program.WriteString(block)
		}
	}
	put(t, filepath.Join(dir, "program.py"), []byte(program.String()))
	t.Setenv("HF_DATASETS_CACHE", t.TempDir())
	t.Setenv("HF_HUB_OFFLINE", "1")
	runIn(t, dir, needPython(t), "program.py")
}

// runIn runs a program in a folder and expects success.
func runIn(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", fmt.Sprint(args), err, out)
	}
}

// put writes a file and the folders that it is in.
func put(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

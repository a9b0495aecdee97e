package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// notRun are the documented commands that TestDocumentedCommandsRun does not run: pages,
// and beginnings of commands, each with the reason.
var notRun = map[string]string{
	"cookbook.md": "TestCookbook runs it",
	"recipes.md":  "TestRecipes runs it",
	"slurm.md":    "needs a scheduler; TestJobArray runs the parts of a job array",
	"flink.md":    "needs clusters; TestFlink runs the program on those of this machine",
	"spark.md":    "needs clusters; TestSpark runs the program on those of this machine",
	"dataflow.md": "needs Google's cloud; TestDataflow submits to a server that speaks its API",
	"servers.md":  "trials by hand, with servers that the tests do not install",

	"pip install":         "needs the package index",
	"go install":          "needs the module proxy",
	"go test":             "is a test itself",
	"make":                "runs the tests, a benchmark, or a build that internal/dist tests",
	"scripts/flink":       "TestFlink runs it",
	"scripts/spark":       "TestSpark runs it",
	"go run ./bench/plan": "a benchmark of minutes",
	"hf upload":           "needs an account on the Hub",
	"go run . LINK":       "transforms/cropfetch tests it",

	"go run ./cmd/run --demo":                      "beamcrop --demo is the same",
	"go run ./cmd/run --runner=flink":              "TestFlink runs it",
	"go run ./cmd/run --input=https://example.org": "an example's address; TestInputFromTheWeb reads from a link",
}

// The commands that README.md and docs/ show run as they are written, page by page and
// in their order, on small inputs of the names that they use.
func TestDocumentedCommandsRun(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	ran := 0
	for _, page := range append(pages, "../../README.md") {
		name := filepath.Base(page)
		if notRun[name] != "" {
			seen[name] = true
			continue
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		commands := shownCommands(string(text))
		commands = slices.DeleteFunc(commands, func(command string) bool {
			for start := range notRun {
				if strings.HasPrefix(command, start) {
					seen[start] = true
					return true
				}
			}
			return false
		})
		if len(commands) == 0 {
			continue
		}
		ran += len(commands)
		t.Run(name, func(t *testing.T) {
			dir := documentedInputs(t)
			runShell(t, dir, strings.Join(commands, "\n"), "--allow_private", "--host_concurrency=64")
			if programs := slices.DeleteFunc(blocks(string(text), "python"), usesModule); len(programs) > 0 {
				runPython(t, dir, programs)
			}
		})
	}
	for start := range notRun {
		if !seen[start] {
			t.Errorf("no page shows what is not run: %s", start)
		}
	}
	if ran < 15 {
		t.Errorf("%d commands ran: are they still found?", ran)
	}
}

// usesModule reports that a block uses our Python module, whose own tests run it.
func usesModule(block string) bool { return strings.Contains(block, "import beamcrop") }

// shown matches a page's shell blocks, and the commands of our programs within its text.
var shown = regexp.MustCompile("(?ms)^```(?:sh|bash)\n(.*?)^```$|`((?:beamcrop|go run|go test|make|scripts/\\w+|pip) [^`]*)`")

// shownCommands returns them in order, those of several lines as one.
func shownCommands(page string) []string {
	var all []string
	for _, m := range shown.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(strings.ReplaceAll(m[1]+m[2], "\\\n", "")) {
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, line)
			}
		}
	}
	return all
}

// described is a row with what the pages' --where asks for.
type described struct {
	URL     string  `parquet:"url"`
	Width   int32   `parquet:"width"`
	Height  int32   `parquet:"height"`
	Faces   int32   `parquet:"num_faces"`
	Size    string  `parquet:"height width"`
	Score   float64 `parquet:"score"`
	License string  `parquet:"license"`
}

// documentedInputs makes a folder of the inputs that the pages name.
func documentedInputs(t *testing.T) string {
	t.Helper()
	web, hub, dir := startWeb(t, testweb.Options{Distinct: 3}), testhub.Start(t), t.TempDir()
	bucket, err := fakestorage.NewServerWithOptions(fakestorage.Options{Host: "127.0.0.1", Scheme: "http"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bucket.Stop)
	bucket.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "bucket"})
	t.Setenv("STORAGE_EMULATOR_HOST", bucket.URL())

	picture := testweb.Picture{Width: 640, Height: 640}
	faces := relinked(t, web, "facecaption.parquet", "url", picture)
	put(t, filepath.Join(dir, "FaceCaption-15M.parquet"), faces)
	hub.Put("OpenFace-CQUPT/FaceCaption-15M", "FaceCaption-v1.parquet", faces)
	put(t, filepath.Join(dir, "faces.parquet"), faces)
	put(t, filepath.Join(dir, "cc12m.tsv"), relinked(t, web, "cc12m.tsv", "", picture))
	link := web.URL(0, picture)
	put(t, filepath.Join(dir, "urls.txt"), []byte(link+"\n"))
	put(t, filepath.Join(dir, "links.txt"), []byte(link+"\n"))
	put(t, filepath.Join(dir, "laion.csv"), fmt.Appendf(nil, "URL,TEXT,punsafe\n%s,a red hat,0.01\n", link))
	for _, name := range []string{"x.parquet", "coyo/0.parquet"} {
		var table bytes.Buffer
		if err := parquet.Write(&table, []described{{URL: link, Width: 640, Height: 640, Faces: 1, Size: "640 640", Score: 0.9, License: "CC0"}}); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, name), table.Bytes())
	}
	return dir
}

// runShell runs commands in a folder as a shell does that, like zsh, takes a pattern
// without a match for a mistake. The program gets flags more, which let it speak to the
// test's servers.
func runShell(t *testing.T, dir, commands string, flags ...string) {
	t.Helper()
	bin := t.TempDir()
	wrapper := fmt.Sprintf("#!/bin/sh\nexec '%s' \"$@\" %s\n", binary, strings.Join(flags, " "))
	if err := os.WriteFile(filepath.Join(bin, "beamcrop"), []byte(wrapper), 0o700); err != nil { //nolint:gosec // it is a program
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-O", "failglob", "-euxc", strings.ReplaceAll(commands, "go run ./cmd/run", "beamcrop"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

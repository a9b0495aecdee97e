package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Rows with several boxes give a row of the output for each, on every runner
// the same bytes; all are accounted for.
func TestSeveralBoxesOnEveryRunner(t *testing.T) {
	server := startWeb(t, testweb.Options{Distinct: 8})
	for _, c := range []struct {
		preset, box              string
		written, empty, requests int
		caption                  string
		scores                   int
	}{
		{"grit", "ref_exps", 79, 0, 40, `^a woman with a red hat$`, 79}, // 1, 2 or 3 boxes a row
		{"datacomp", "face_bboxes", 60, 10, 30, `^a woman with a red hat, number \d+$`, 0},
	} {
		input := filepath.Join(t.TempDir(), c.preset+".parquet")
		if err := os.WriteFile(input, relinked(t, server, c.preset+".parquet", "url", testweb.Picture{Width: 320, Height: 240}), 0o600); err != nil {
			t.Fatal(err)
		}
		var want map[string]string
		for _, args := range [][]string{{"--runner=prism", "--concurrency=1"}, {"--runner=prism", "--concurrency=64"}, {"--runner=direct", "--concurrency=64"}} {
			t.Run(c.preset+" "+strings.Join(args, " "), func(t *testing.T) {
				server.Reset()
				dir := filepath.Join(t.TempDir(), "out")
				r := mustRun(t, append(args, "--allow_private", "--host_concurrency=64", "--progress=off", "--preset="+c.preset,
					"--input="+input, "--output="+dir, "--shard_rows=15", "--output_format=jsonl")...)
				if want == nil {
					want = dataHashes(t, dir)
				}
				mustEqualData(t, want, dir)

				out := readOutput(t, dir)
				s := out.summary
				if s.Sampled != 40 || s.Written != int64(c.written) || s.Failed != int64(c.empty) || s.Rows != s.Written+s.Failed || len(out.rows) != c.written || len(out.reasons) != c.empty {
					t.Errorf("%d rows and %d failures; the summary says %+v", len(out.rows), len(out.reasons), s)
				}
				if n := server.Stats().Requests; n != int64(c.requests) {
					t.Errorf("%d requests, want %d: one for each row with a box", n, c.requests)
				}
				if !strings.Contains(r.stdout, fmt.Sprintf("40 rows with %d boxes", c.written+c.empty)) {
					t.Errorf("the table says\n%s", r.stdout)
				}
				checkSeveral(t, dir, c.caption, c.scores)
			})
		}
	}
}

var boxID = regexp.MustCompile(`^(grit|datacomp)\.parquet#\d+/\d$`)

// checkSeveral looks at each written row: its number, its span, its score and its
// crop.
func checkSeveral(t *testing.T, dir, caption string, scores int) {
	t.Helper()
	scored, wanted := 0, regexp.MustCompile(caption)
	for _, name := range glob(t, dir, "data/part-*.jsonl") {
		eachLine(t, name, func(row struct {
			outRow
			Score *float64 `json:"score"`
		}) {
			if !boxID.MatchString(row.ID) || !wanted.MatchString(row.Caption) {
				t.Errorf("row %s has the caption %q", row.ID, row.Caption)
			}
			if row.Score != nil {
				scored++
				number := float64(row.ID[len(row.ID)-1] - '0')
				if want := 0.65 + number/100; math.Abs(*row.Score-want) > 1e-9 {
					t.Errorf("row %s has the score %v, want %v", row.ID, *row.Score, want)
				}
			}
			checkCrop(t, row.outRow)
		})
	}
	if scored != scores {
		t.Errorf("%d rows have scores, want %d", scored, scores)
	}
}

// The boxes of a row have keys of their own in WebDataset, in the order of rows.
func TestSeveralBoxesInWebDataset(t *testing.T) {
	server := startWeb(t, testweb.Options{Distinct: 8})
	input := filepath.Join(t.TempDir(), "grit.parquet")
	if err := os.WriteFile(input, relinked(t, server, "grit.parquet", "url", testweb.Picture{Width: 320, Height: 240}), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	mustRun(t, "--allow_private", "--host_concurrency=64", "--progress=off", "--preset=grit",
		"--input="+input, "--output="+dir, "--shard_rows=15", "--output_format=webdataset")
	if got := readRecords(t, dir, "webdataset", "binary"); len(got) != 79 {
		t.Errorf("%d records, want 79", len(got))
	}
	check := exec.CommandContext(t.Context(), needPython(t), "testdata/boxes.py", dir)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

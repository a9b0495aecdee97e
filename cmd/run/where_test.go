package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// sized is a row of a dataset that tells its pictures' sizes, some of them as
// nobody expects.
type sized struct {
	URL   string   `parquet:"url"`
	Width *int64   `parquet:"width,optional"`
	Size  string   `parquet:"height width"`
	Score *float64 `parquet:"score,optional"`
}

// Exactly as many rows are taken as were asked for, of those that match alone, the
// same on every runner; nobody else's picture is asked for.
func TestWhere(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	list := make([]sized, 200)
	matches := map[string]bool{} // by id
	for i, w := range good(server, len(list), testweb.Picture{Width: 64, Height: 64}) {
		width, score := int64(i*7%200), float64(i)/200
		list[i] = sized{URL: w.row.URL, Width: &width, Size: "64 64", Score: &score}
		switch i % 5 {
		case 0:
			list[i].Width = nil
		case 1:
			list[i].Size = "unknown"
		}
		matches[fmt.Sprintf("sizes.parquet#%d", i)] = i%5 > 1 && width >= 100
	}
	input := filepath.Join(t.TempDir(), "sizes.parquet")
	if err := parquet.WriteFile(input, list); err != nil {
		t.Fatal(err)
	}
	filter := `--where=width >= 100 and row["height width"] matches "^[0-9]+ [0-9]+$"`
	const sampled = 25

	outputs := map[string]string{}
	for _, runner := range []string{"prism", "direct"} {
		server.Reset()
		outputs[runner] = filepath.Join(t.TempDir(), "out")
		r := mustRun(t, "--allow_private", "--progress=off", "--input="+input, "--output="+outputs[runner], "--runner="+runner, filter,
			fmt.Sprintf("--sample=%d", sampled), "--shard_rows=10")
		out := readOutput(t, outputs[runner])
		if s := out.summary; s.Sampled != sampled || s.Written+s.Failed != sampled || len(out.rows) != sampled {
			t.Errorf("%s: %d sampled, %d written, %d failed, %d rows", runner, s.Sampled, s.Written, s.Failed, len(out.rows))
		}
		for i, row := range list {
			id := fmt.Sprintf("sizes.parquet#%d", i)
			_, written := out.rows[id]
			if asked := server.Requests(row.URL) > 0; asked != written || asked && !matches[id] {
				t.Errorf("%s: row %d: asked for %v, written %v, matches %v", runner, i, asked, written, matches[id])
			}
		}
		if strings.Contains(r.stdout, "unclear") {
			t.Errorf("%s", r.stdout)
		}
	}
	mustEqualData(t, dataHashes(t, outputs["prism"]), outputs["direct"])

	// Another expression is another plan.
	wantMistake(t, beamcrop(t, "--allow_private", "--input="+input, "--output="+outputs["prism"], "--sample=25", "--shard_rows=10"), "where is width >= 100")
}

// Rows of which an expression cannot be told do not match, and are counted.
func TestWhereUnclear(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	var lines strings.Builder
	for i, w := range good(server, 6, testweb.Picture{Width: 64, Height: 64}) {
		width, err := json.Marshal([]any{"wide", 100, nil, 200, "7", 5.5}[i])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lines, "{\"url\": %q, \"width\": %s}\n", w.row.URL, width)
	}
	input := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(input, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	r := mustRun(t, "--allow_private", "--progress=off", "--input="+input, "--output="+out, "--where=width > 50")
	if s := readOutput(t, out).summary; s.Written != 2 || s.Sampled != 2 {
		t.Errorf("%d of %d written", s.Written, s.Sampled)
	}
	if want := "2 rows, of which --where cannot be told"; !strings.Contains(r.stdout, want) {
		t.Errorf("it does not say %q:\n%s", want, r.stdout)
	}
	server.Reset()
	empty := filepath.Join(t.TempDir(), "out")
	for filter, want := range map[string]string{
		"wdth > 50":    `--where: at character 1: there is no column "wdth"; the columns are: url, width`,
		"width > ":     "--where: at character 8: unexpected token",
		"width > 1000": "none of 6 rows matches --where=width > 1000, which cannot be told of 2 of them, first of a.jsonl#0: at character 7",
	} {
		wantMistake(t, beamcrop(t, "--input="+input, "--output="+empty, "--where="+filter), want)
	}
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("%d requests were made", n)
	}
	mustRun(t, "--allow_private", "--progress=off", "--input="+input, "--output="+empty, "--where=width > 50") // the mistakes left it free
	wantMistake(t, beamcrop(t, "--input="+input, "--output="+out, "--where=width > 1000"), "holds the output of another job")
}

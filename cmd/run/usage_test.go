package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A user's mistake gets exit code 2 and one line that says what to do, before
// anything is downloaded.
func TestMistakes(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 10, testweb.Picture{Width: 64, Height: 64}))
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	var cats strings.Builder
	for i := range 30 {
		fmt.Fprintf(&cats, "%s?%d,cat %d\n", server.URL(0, testweb.Picture{}), i, i)
	}
	swapped := write("swapped.csv", []byte("url,text\n"+cats.String()))
	empty := write("empty.parquet", nil)
	csv := write("csv.parquet", []byte("url,caption\nhttp://a/b.jpg,hello\n"))
	cut := write("cut.parquet", whole[:len(whole)-20])
	words := write("words", []byte("some words\n"))
	quote := write("quote.csv", []byte("url,caption\na,b\nc,\"d\ne,f\n"))
	several := t.TempDir()
	for _, name := range []string{"a.csv", "b.jsonl.gz", "info.json"} {
		if err := os.WriteFile(filepath.Join(several, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	noRows := filepath.Join(dir, "norows.parquet")
	if err := parquet.WriteFile(noRows, []facecaption.Row{}); err != nil {
		t.Fatal(err)
	}

	out := func(t *testing.T) string { return "--output=" + filepath.Join(t.TempDir(), "out") }
	in := "--input=" + input
	for _, c := range []struct {
		name string
		args []string
		says []string
	}{
		{"no flags", nil, []string{"--input", "--demo"}},
		{"unknown flag", []string{in, "--colour=red"}, []string{"-colour", "--help"}},
		{"no dashes", []string{"faces.parquet"}, []string{"faces.parquet: no such file"}},
		{"no output", []string{in}, []string{"--output"}},
		{"missing file", []string{"--input=" + filepath.Join(dir, "missing.parquet")}, []string{"missing.parquet"}},
		{"empty file", []string{"--input=" + empty}, []string{"empty.parquet", "empty"}},
		{"CSV named .parquet", []string{"--input=" + csv}, []string{"csv.parquet", "not a Parquet file"}},
		{"truncated Parquet", []string{"--input=" + cut}, []string{"cut.parquet", "truncated"}},
		{"zero rows", []string{"--input=" + noRows}, []string{"no rows"}},
		{"missing column", []string{in, "--url_column=link"}, []string{`"link"`, "_id", "laion_caption", "--url_column"}},
		{"column of the wrong type", []string{in, "--box_column=laion_caption"}, []string{"laion_caption", "--box_column"}},
		{"captions for links", []string{"--input=" + swapped, "--url_column=text"}, []string{`links in "text"`, `"cat 0"`, "--url_column"}},
		{"captions for boxes", []string{"--input=" + swapped, "--box_column=text"}, []string{`boxes in "text"`, `"cat 0"`, "--box_column"}},
		{"captions for hashes", []string{"--input=" + swapped, "--box_column=none", "--verify_hash=text"}, []string{`hashes in "text"`, `"cat 0"`, "--verify_hash"}},
		{"unknown kept column", []string{in, "--keep=colour"}, []string{"colour", "--keep"}},
		{"negative sample", []string{in, "--sample=-5"}, []string{"--sample", "-5"}},
		{"share above 100%", []string{in, "--sample=200%"}, []string{"--sample"}},
		{"unknown preset", []string{in, "--preset=facecaptions"}, []string{"facecaptions", "did you mean facecaption?"}},
		{"unknown encoding", []string{in, "--encode=heic"}, []string{"--encode", "jpeg"}},
		{"quality out of range", []string{in, "--quality=0"}, []string{"--quality"}},
		{"bad resize", []string{in, "--resize=large"}, []string{"resize", "WxH"}},
		{"margin in percent", []string{in, "--margin=10"}, []string{"--margin=10", "did you mean 10%?"}},
		{"zero shard rows", []string{in, "--shard_rows=0"}, []string{"--shard_rows"}},
		{"binary in JSON", []string{in, "--output_format=jsonl", "--image_encoding=binary"}, []string{"--image_encoding"}},
		{"base64 in a tar", []string{in, "--output_format=webdataset", "--image_encoding=base64"}, []string{"--image_encoding=base64", "webdataset, which takes binary"}},
		{"unknown format", []string{in, "--output_format=zip"}, []string{"--output_format", "webdataset", "tfrecord"}},
		{"unknown image encoding", []string{in, "--image_encoding=hex"}, []string{"--image_encoding", "base64", "binary"}},
		{"negative concurrency", []string{in, "--concurrency=-1"}, []string{"--concurrency"}},
		{"no time", []string{in, "--timeout=0s"}, []string{"--timeout must be above 0"}},
		{"not a number", []string{in, "--retries=many"}, []string{"retries", "many"}},
		{"unknown scheme", []string{"--input=ftp://host/x.parquet"}, []string{"ftp", "gs://"}},
		{"unknown input format", []string{in, "--input_format=xml"}, []string{"--input_format", "jsonl", "xml"}},
		{"unknown format", []string{"--input=" + words}, []string{words, "--input_format"}},
		{"CSV without links", []string{"--input=" + words, "--input_format=csv", "--header=no"}, []string{"column1", "--url_column"}},
		{"open quote", []string{"--input=" + quote}, []string{quote, "row 1", "never closed"}},
		{"several formats", []string{"--input=" + several}, []string{several, "csv and jsonl", "--input_format"}},
		{"none of that format", []string{"--input=" + several, "--input_format=tsv"}, []string{several, "no tsv file"}},
		{"unknown reason", []string{in, "--retry_failed", "--retry_reasons=dns,bored"}, []string{"--retry_reasons", "bored", "http_429"}},
		{"no reason", []string{in, "--retry_reasons=,"}, []string{"--retry_reasons"}},
		{"retry and overwrite", []string{in, "--retry_failed", "--overwrite"}, []string{"--retry_failed", "--overwrite"}},
		{"unknown runner", []string{in, "--runner=sparkle"}, []string{"--runner", "sparkle", "prism"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{}, c.args...)
			if c.name != "no output" {
				args = append(args, out(t))
			}
			wantMistake(t, beamcrop(t, args...), c.says...)
		})
	}
	t.Run("output below a file", func(t *testing.T) {
		wantMistake(t, beamcrop(t, in, "--output="+filepath.Join(input, "out")), "--output")
	})
	t.Run("broken file among good ones", func(t *testing.T) {
		folder := t.TempDir()
		for name, data := range map[string][]byte{"a.parquet": whole, "b.parquet": whole[:100]} {
			if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, runner := range []string{"prism", "direct"} {
			wantMistake(t, beamcrop(t, "--input="+folder, out(t), "--runner="+runner), "b.parquet", "not a Parquet file")
		}
		wantMistake(t, beamcrop(t, "--input="+t.TempDir(), out(t)), "holds no file")
		wantMistake(t, beamcrop(t, "--input="+filepath.Dir(cut)+"/cut*", out(t)), "beamcrop: "+cut+": not a Parquet file")
	})
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("mistakes cost %d requests", n)
	}
}

func wantMistake(t *testing.T, r result, says ...string) {
	t.Helper()
	if r.code != 2 {
		t.Errorf("exit code %d, want 2", r.code)
	}
	lines := strings.Split(strings.TrimSpace(r.stderr), "\n")
	last := lines[len(lines)-1]
	for _, want := range says {
		if !strings.Contains(last, want) {
			t.Errorf("the line does not say %q: %s", want, last)
		}
	}
	if strings.Contains(r.stderr, "goroutine ") || strings.Contains(r.stderr, "DoFn") || !strings.HasPrefix(last, "beamcrop: ") {
		t.Errorf("not one clear line:\n%s", r.stderr)
	}
}

func TestHelpListsFlags(t *testing.T) {
	for arg, wants := range map[string][]string{
		"--help":     {"--input", "--sample", "--output_format", "--runner", "--demo", "--help=all"},
		"--help=all": {"--input", "--sample", "--host_concurrency", "--output_format", "--runner", "--dataflow_endpoint", "--demo"},
		"--version":  {"beamcrop ", "go1."},
	} {
		r := mustRun(t, arg)
		for _, want := range wants {
			if !strings.Contains(r.stdout, want) || r.stderr != "" {
				t.Errorf("%s does not say %s", arg, want)
			}
		}
	}
}

// More rows than there are is all rows, with a warning, as is more in flight than
// descriptors allow; too few good ones is exit code 3.
func TestWarnings(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	rows := good(server, 10, testweb.Picture{Width: 64, Height: 64})
	rows[3].row.Box = nil
	input := writeDataset(t, rows)
	dir := filepath.Join(t.TempDir(), "out")
	r := beamcrop(t, flags(impatient, "--input="+input, "--output="+dir, "--sample=99", "--min_success=0.95", "--concurrency=9999999")...)
	if r.code != 3 || !strings.Contains(r.stderr, "--min_success") || !strings.Contains(r.stderr, "warning: --sample=99, but the input has 10 rows") {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	if !strings.Contains(r.stderr, "warning: --concurrency=9999999 is lowered to ") {
		t.Errorf("no warning of too much concurrency\n%s", r.stderr)
	}
	if n := len(readOutput(t, dir).rows); n != 9 {
		t.Errorf("%d rows, want 9", n)
	}
	mustRun(t, flags(impatient, "--input="+input, "--output="+dir, "--sample=99", "--min_success=0.9")...) // exactly as many
}

// Log lines are structured, and there are none unless they are asked for.
func TestLogLines(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 3, testweb.Picture{Width: 64, Height: 64}))
	for flag, want := range map[string]bool{"--verbose=false": false, "--verbose": true} {
		r := mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(t.TempDir(), "out"), "--progress=off", flag)...)
		lines := strings.Split(strings.TrimSpace(r.stderr), "\n")
		if !want && r.stderr != "" || want && len(lines) < 3 {
			t.Errorf("%s:\n%s", flag, r.stderr)
		}
		for _, line := range lines {
			if want && (!strings.HasPrefix(line, "time=") || !strings.Contains(line, " level=") || !strings.Contains(line, " msg=")) {
				t.Errorf("%s: no structured line: %s", flag, line)
			}
		}
	}
}

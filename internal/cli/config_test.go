package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func configFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "job.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file says the same as the command line, in the same words.
func TestConfig(t *testing.T) {
	path := configFile(t, `# a job
input: [a.parquet, "b,c.parquet"]
output: out
box_column: [x1, y1, x2, y2]
sample: 30k
margin: 10%
square: yes
timeout: 20
resize: 224
where: "caption != nil"
keep: ""
`)
	got, _, err := parsed(t, "--config="+path)
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := parsed(t, `--input=a.parquet,b\,c.parquet`, "--output=out", "--box_column=x1,y1,x2,y2", "--sample=30000", "--margin=0.1", "--square", "--timeout=20s", "--resize=224x224", "--where=caption != nil", "--keep=")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What the command line says counts, flags and words.
func TestCommandLineBeforeConfig(t *testing.T) {
	path := configFile(t, "input: a\noutput: out\nseed: 7\nsquare: true\nmargin: 0.5\n")
	o, _, err := parsed(t, "--square=false", "--config", path, "b", "elsewhere", "--seed=1")
	if err != nil || o.Seed != 1 || o.Crop.Square || o.Crop.Margin != 0.5 || o.Output != "elsewhere" || len(o.Inputs) != 1 || o.Inputs[0] != "b" {
		t.Errorf("%+v, %v", o, err)
	}
	o, _, err = parsed(t, "--config="+path, "elsewhere")
	if err != nil || o.Output != "elsewhere" || len(o.Inputs) != 1 || o.Inputs[0] != "a" {
		t.Errorf("%+v, %v", o, err)
	}
	o, _, err = parsed(t, "--config="+configFile(t, "output: out\n"), "a")
	if err != nil || o.Output != "out" || len(o.Inputs) != 1 || o.Inputs[0] != "a" {
		t.Errorf("%+v, %v", o, err)
	}
	if _, _, err = parsed(t, "--config="+configFile(t, "# nothing\n"), "a", "out"); err != nil {
		t.Error(err)
	}
}

func TestMistakesInConfig(t *testing.T) {
	for text, says := range map[string]string{
		"seed: 1\nmargn: 0.1\n":         "job.yaml, line 2: margn is not an option: did you mean margin?",
		"seed: 1\n\nseed: 2\n":          "line 3: seed is there twice",
		"seed:\n":                       "line 1: seed has no value",
		"seed: {a: 1}\n":                "line 1: seed must be a single value or a list",
		"keep: [[a]]\n":                 "line 1: keep must be a list of single values",
		"- seed\n":                      "line 1: write each option as NAME: VALUE",
		"seed: [1\n":                    "not YAML",
		"[input]\nfiles = \"a\"\n":      "line 1: write each option as NAME: VALUE on a line",
		"margin: 10\n":                  "line 1: margin=10: 10 means 10 times the box on every side: did you mean 10%?",
		"quality: high\n":               "line 1: quality=high: write a whole number",
		"config: other.yaml\n":          "config is not an option",
		"logging_endpoint: localhost\n": "logging_endpoint is not an option",
		"a: &x [*x]\n":                  "line 1",
	} {
		t.Run(text, func(t *testing.T) {
			_, _, err := parsed(t, "in", "out", "--config="+configFile(t, text))
			if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, says)
			}
		})
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("input: [a, b]\nmargin: 10%\n"))
	f.Add([]byte("a: &x 1\nb: *x\n"))
	f.Add([]byte("? {}\n: 1\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = parseConfig(data) // it must not panic
	})
}

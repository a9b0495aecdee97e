package cli

import (
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/pipeline"
)

func parsed(t *testing.T, args ...string) (pipeline.Options, command, error) {
	t.Helper()
	o := pipeline.Defaults()
	c, err := parse(t.Context(), flag.NewFlagSet("beamcrop", flag.ContinueOnError), &o, args)
	return o, c, err
}

// What cannot be read on the command line is named together with what to write.
func TestParseSaysWhatToWrite(t *testing.T) {
	for _, c := range []struct {
		args string
		says string
	}{
		{"--inputs=x", "--inputs is not a flag: did you mean --input?"},
		{"--output-format=jsonl", "did you mean --output_format?"},
		{"--Seed=1", "did you mean --seed?"},
		{"--output x --out y", "did you mean --output?"},
		{"--margn=1", "did you mean --margin?"},
		{"--respect_robot", "did you mean --respect_robots?"},
		{"--concurency=3", "did you mean --concurrency?"},
		{"--colour=red", "--colour is not a flag: --help=all lists them"},
		{"--image-size=256", "--image-size is not a flag: did you mean --resize?"},
		{"--text_column=a", "did you mean --caption_column?"},
		{"--resume", "the same command again resumes a job"},
		{"--margin=10", "--margin=10: 10 means 10 times the box on every side: did you mean 10%? If not, write 1000%"},
		{"--margin some", "--margin=some: write a fraction such as 0.1, or a percentage such as 10%"},
		{"--min_success=90", "did you mean 90%?"},
		{"--timeout=soon", "--timeout=soon: write seconds, or a number with its unit, such as 20s"},
		{"--retries=many", "--retries=many: write a whole number"},
		{"--quality=0.9", "--quality=0.9: write a whole number"},
		{"--max_bytes=big", "32MiB"},
		{"--resize=big", "224x224"},
		{"--square=perhaps", "--square=perhaps: write true or false"},
		{"--seed", "--seed has no value: write --seed=VALUE"},
		{"--seed --square", "--seed has no value: write --seed=VALUE"},
		{"--help=me", "--help=all"},
		{"--square true", `"true" is taken for a file after --square: write --square=true`},
		{"faces.parquet", "the output is missing: write beamcrop faces.parquet OUTPUT"},
		{"--square faces.parquet", "write beamcrop faces.parquet OUTPUT"},
		{"help", `"help" is not a flag: write --help`},
		{"a b --input=c", `"a" is one too many`},
		{"a --input=c --output=d", `"a" is one too many`},
		{"--verify a --output=b", `"a" is one too many`},
		{"--verify a b", `leave "a" out`},
		{"--config=missing.yaml", "missing.yaml"},
	} {
		t.Run(c.args, func(t *testing.T) {
			_, _, err := parsed(t, strings.Fields(c.args)...)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, want %q", err, c.says)
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%v has characters that cannot be typed", err)
			}
		})
	}
}

// What package flag takes is taken, too.
func TestParseTakesAllSpellings(t *testing.T) {
	o, c, err := parsed(t, "-input", "a", "--margin", "0.5", "--square", "--square=false", "-timeout=3s", "--sample=1%", "--seed=18446744073709551615", "--shard_rows=0x10", "--output", "-x", "--demo")
	if err != nil || !c.demo || o.Crop.Margin != 0.5 || o.Crop.Square || o.Output != "-x" || o.Seed != 1<<64-1 || o.ShardRows != 16 {
		t.Errorf("demo %v, %+v, %v", c.demo, o.Crop, err)
	}
}

// Words are INPUT... OUTPUT, wherever they stand.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		args   string
		inputs []string
		output string
	}{
		{"in out", []string{"in"}, "out"},
		{"--square in out", []string{"in"}, "out"},
		{"in --seed 7 out --square", []string{"in"}, "out"},
		{"in out --square=false", []string{"in"}, "out"},
		{"a.csv b,c.csv d.csv out", []string{"a.csv", "b,c.csv", "d.csv"}, "out"},
		{"--square -- -in -out", []string{"-in"}, "-out"},
		{"--dry_run in", []string{"in"}, ""},
		{"in out --dry_run", []string{"in"}, "out"},
		{"--verify out", nil, "out"},
		{"out --demo", nil, "out"},
		{"in --output=out", []string{"in"}, "out"},
		{"a b --output=out", []string{"a", "b"}, "out"},
		{"--input=a,b out", []string{"a", "b"}, "out"},
		{"--input=a,b --output=out", []string{"a", "b"}, "out"},
	} {
		t.Run(c.args, func(t *testing.T) {
			o, _, err := parsed(t, strings.Fields(c.args)...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.inputs, o.Inputs); diff != "" || o.Output != c.output {
				t.Errorf("output %q, inputs %s", o.Output, diff)
			}
		})
	}
}

func TestValuesPeopleType(t *testing.T) {
	o, _, err := parsed(t, strings.Fields("in out --margin=10% --min_success=90% --timeout=20 --row_deadline=90 --resize=224 --max_bytes=8MiB --max_pixels=10M --sample=30k --shard_rows=2k")...)
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := parsed(t, strings.Fields("in out --margin=0.1 --min_success=0.9 --timeout=20s --row_deadline=1m30s --resize=224x224 --max_bytes=8388608 --max_pixels=10000000 --sample=30000 --shard_rows=2000")...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Error(diff)
	}
}

func TestHelpStopsAtOnce(t *testing.T) {
	for args, want := range map[string]string{"--help": helpShort, "-h": helpShort, "--help=all": helpAll, "in --help --nonsense": helpShort} {
		if _, c, err := parsed(t, strings.Fields(args)...); err != nil || c.help != want {
			t.Errorf("%s: %q, %v", args, c.help, err)
		}
	}
	if _, c, err := parsed(t, "--version"); err != nil || !c.version {
		t.Errorf("%+v, %v", c, err)
	}
}

// What other words lead to are flags.
func TestOtherWords(t *testing.T) {
	fs := flag.NewFlagSet("beamcrop", flag.ContinueOnError)
	o := pipeline.Defaults()
	if _, err := parse(t.Context(), fs, &o, []string{"--version"}); err != nil {
		t.Fatal(err)
	}
	for word, leads := range otherWords {
		name, _, _ := strings.Cut(leads, "=")
		if fs.Lookup(name) == nil || fs.Lookup(word) != nil {
			t.Errorf("%s leads to %s", word, leads)
		}
	}
}

package cli

import (
	"flag"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/pipeline"
)

// What cannot be read on the command line is named together with what to write.
func TestParseSaysWhatToWrite(t *testing.T) {
	for _, c := range []struct {
		args string
		says string
	}{
		{"--inputs=x", "--inputs is no flag: did you mean --input?"},
		{"--output-format=jsonl", "did you mean --output_format?"},
		{"--Seed=1", "did you mean --seed?"},
		{"--output x --out y", "did you mean --output?"},
		{"--colour=red", "--colour is no flag"},
		{"--margin=10%", "--margin=10% is no number: write a fraction as 0.1, not as 10%"},
		{"--margin 10%", "write a fraction as 0.1"},
		{"--timeout=20", "--timeout=20 is no duration: write a number and its unit, such as 20s"},
		{"--retries=many", "--retries=many is no whole number"},
		{"--quality=0.9", "--quality=0.9 is no whole number"},
		{"--resize=224", "224x224"},
		{"--seed", "--seed has no value: write --seed=…"},
		{"--square true", `"true" is taken for a file after --square: write --square=true`},
		{"faces.parquet", "write --input=faces.parquet"},
		{"--square faces.parquet", "write --input=faces.parquet"},
		{"run --demo", `"run" is not a flag: there are no subcommands`},
		{"help", "no subcommands"},
	} {
		t.Run(c.args, func(t *testing.T) {
			o := pipeline.Defaults()
			_, err := parse(flag.NewFlagSet("beamcrop", flag.ContinueOnError), &o, strings.Fields(c.args))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

// The check of flags refuses nothing that package flag takes.
func TestParseTakesAllSpellings(t *testing.T) {
	o := pipeline.Defaults()
	args := []string{"-input", "a", "--margin", "0.5", "--square", "--square=false", "-timeout=3s", "--sample=1%", "--seed=18446744073709551615", "--shard_rows=0x10", "--output", "-x", "--demo"}
	asDemo, err := parse(flag.NewFlagSet("beamcrop", flag.ContinueOnError), &o, args)
	if err != nil || !asDemo || o.Crop.Margin != 0.5 || o.Crop.Square || o.Output != "-x" || o.Seed != 1<<64-1 || o.ShardRows != 16 {
		t.Errorf("demo %v, %+v, %v", asDemo, o.Crop, err)
	}
}

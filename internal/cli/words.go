package cli

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/pipeline/option"
)

// place has the words that are no flags be what they are: INPUT... OUTPUT, as with
// cp. A lone word is the output where inputs are not asked for (--demo, --verify) or a
// configuration names them, and the input where no output is (--dry_run).
func place(fs *flag.FlagSet, words []string, onlyOutput, onlyInput bool, file config) error {
	if len(words) == 0 {
		return nil
	}
	for _, name := range []string{"input", "output"} {
		if option.IsSet(fs, name) {
			return fmt.Errorf("%q and --%s are both given: write beamcrop INPUT OUTPUT, or --input=INPUT --output=OUTPUT", words[0], name)
		}
	}
	inputs, output := words[:len(words)-1], words[len(words)-1]
	if len(inputs) > 0 && onlyOutput {
		return fmt.Errorf("%q is too much: --demo and --verify take one folder", inputs[0])
	}
	switch {
	case len(inputs) > 0 || onlyOutput || file.has("input"):
	case onlyInput || file.has("output"):
		inputs, output = words, ""
	case slices.Contains([]string{"help", "version", "demo"}, output):
		return fmt.Errorf("%q is not a flag: write --%s", output, output)
	default:
		return fmt.Errorf("the output is missing: write beamcrop %s OUTPUT, where OUTPUT is a folder, local, gs:// or s3://", output)
	}
	for _, input := range inputs {
		if err := fs.Set("input", strings.ReplaceAll(input, ",", `\,`)); err != nil {
			return fmt.Errorf("%s: %w", input, err)
		}
	}
	if output == "" {
		return nil
	}
	if err := fs.Set("output", output); err != nil {
		return fmt.Errorf("%s: %w", output, err)
	}
	return nil
}

package cli

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/pipeline/option"
)

// place has the words that are no flags be what they are: INPUT... OUTPUT, as with
// cp. Where a flag or a configuration names the output, all are inputs. A lone word is
// the output where the inputs are named so, or not asked for (--demo, --verify), and the
// input where no output is asked for (--dry_run).
func place(fs *flag.FlagSet, words []string, onlyOutput, onlyInput bool, file config) error {
	if len(words) == 0 {
		return nil
	}
	hasInput, hasOutput := option.IsSet(fs, "input"), option.IsSet(fs, "output")
	if hasInput && (hasOutput || len(words) > 1) || hasOutput && onlyOutput {
		return fmt.Errorf("%q is one too many: write beamcrop INPUT OUTPUT, or --input=INPUT --output=OUTPUT", words[0])
	}
	inputs, output := words[:len(words)-1], words[len(words)-1]
	if len(inputs) > 0 && onlyOutput {
		return fmt.Errorf("leave %q out: --demo and --verify take the output folder alone", inputs[0])
	}
	switch {
	case hasOutput:
		inputs, output = words, ""
	case len(inputs) > 0 || onlyOutput || hasInput || file.has("input"):
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

package cli

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/pipeline"
	"github.com/beamcrop/beamcrop/pipeline/option"
)

const introduction = `beamcrop makes a training set of cropped pictures from a dataset of links, boxes and captions.

  beamcrop INPUT... OUTPUT [flags]

  beamcrop --demo                                    # a small dataset, without the internet
  beamcrop faces.parquet faces --preset=facecaption --sample=30k --resize=224
`

// usage lists our flags, the most useful of them or all with Beam's.
func usage(to io.Writer, beams *flag.FlagSet, which string) {
	var text strings.Builder
	text.WriteString(introduction)
	o, c := pipeline.Defaults(), command{}
	ours := append(o.List(), c.options()...)
	for _, group := range option.Groups() {
		listed := slices.DeleteFunc(slices.Clone(ours), func(o option.Option) bool {
			return o.Group != group || which == helpShort && !o.Common
		})
		if len(listed) == 0 {
			continue
		}
		fmt.Fprintf(&text, "\n%s\n", group)
		for _, o := range listed {
			text.WriteString(describe(o.Name, o.Help, cmp.Or(o.Unset, o.Default)))
		}
	}
	if which == helpShort {
		fmt.Fprintf(&text, "\nAll %d flags, and Beam's own (--runner=prism, direct, flink, spark, dataflow): --help=all\n", len(ours)-1)
	} else {
		text.WriteString("\nBeam's own\n" + beamFlags(beams, ours))
	}
	_, _ = io.WriteString(to, text.String()) // a closed standard output is no error of ours
}

// beamFlags describes the flags that are not ours. Those by which a runner starts a
// worker are nobody else's.
func beamFlags(fs *flag.FlagSet, ours []option.Option) string {
	var text strings.Builder
	fs.VisitAll(func(f *flag.Flag) {
		isOurs := slices.ContainsFunc(ours, func(o option.Option) bool { return o.Name == f.Name })
		if isOurs || forWorkers(f.Name) {
			return
		}
		text.WriteString(describe(f.Name, cmp.Or(help[f.Name], f.Usage), f.DefValue))
	})
	return text.String()
}

// help is what Beam does not say of its flags.
var help = map[string]string{
	"runner": "prism (default) and direct run in this process; flink, dataflow, spark and universal elsewhere, with --endpoint and the like",
}

// forWorkers says whether a flag is one that a runner starts its workers with, or one
// that package testing defines.
func forWorkers(name string) bool {
	return strings.HasPrefix(name, "test.") || slices.Contains([]string{"worker", "id", "logging_endpoint", "control_endpoint", "semi_persist_dir", "options"}, name)
}

var named = regexp.MustCompile("`([^`]*)`")

// columns of a help text: where a description starts and ends.
const indent, width = 28, 110

// describe returns the lines of one flag.
func describe(name, help, unset string) string {
	head := "  --" + name
	if m := named.FindStringSubmatch(help); m != nil {
		head += "=" + strings.ToUpper(m[1])
	}
	help = strings.ReplaceAll(help, "`", "")
	if !slices.Contains([]string{"", "0", "false", "[]", "0s", "-1"}, unset) && !strings.Contains(help, "default") {
		help += " (default " + unset + ")"
	}
	var text strings.Builder
	text.WriteString(head)
	at := len(head)
	if at >= indent {
		text.WriteString("\n")
		at = 0
	}
	text.WriteString(strings.Repeat(" ", indent-at))
	at = indent
	for i, word := range strings.Fields(help) {
		if i > 0 && at+1+len(word) > width {
			text.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		} else if i > 0 {
			text.WriteString(" ")
			at++
		}
		text.WriteString(word)
		at += len(word)
	}
	return text.String() + "\n"
}

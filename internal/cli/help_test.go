package cli

import (
	"flag"
	"regexp"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/pipeline"
)

func helpText(which string) string {
	var text strings.Builder
	usage(&text, flag.CommandLine, which)
	return text.String()
}

// The short help fits a screen, the long one has every flag, in groups, Beam's last.
func TestHelp(t *testing.T) {
	short, all := helpText(helpShort), helpText(helpAll)
	if n := strings.Count(short, "\n"); n > 40 {
		t.Errorf("the short help has %d lines:\n%s", n, short)
	}
	for _, want := range []string{"--help=all", "--input", "--output", "--sample", "--preset", "--dry_run", "--demo", "--user_agent", "--resize=WXH"} {
		if !strings.Contains(short, want) {
			t.Errorf("the short help lacks %s:\n%s", want, short)
		}
	}
	o := pipeline.Defaults()
	at := 0
	for _, entry := range o.List() {
		next := regexp.MustCompile(`\n  --` + entry.Name + `[= \n]`).FindStringIndex(all)
		if next == nil || next[0] < at {
			t.Errorf("--%s is missing or out of its group", entry.Name)
			continue
		}
		at = next[0]
	}
	if beams := strings.Index(all, "\n  --runner "); beams < at || !strings.Contains(all[at:], "--parallelism") {
		t.Error("Beam's flags are not last")
	}
	for _, line := range strings.Split(all, "\n") {
		if len(line) > width+10 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("a line is too wide, or cannot be typed: %s", line)
		}
	}
	if strings.Contains(all, "--semi_persist_dir") || strings.Contains(all, "--test.") {
		t.Error("flags that nobody types are listed")
	}
}

package cli

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/pipeline"
)

const root = "../.."

// documents are the pages whose commands people copy.
func documents(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range append(names, filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md")) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text)
	}
	return texts
}

// commands returns the lines of a page's shell blocks, with those that end in a
// backslash joined and comments left out.
func commands(page string) []string {
	var all []string
	fenced := false
	for line := range strings.Lines(strings.ReplaceAll(page, "\\\n", " ")) {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced && (strings.HasPrefix(line, "```sh") || strings.HasPrefix(line, "```bash"))
			continue
		case !fenced:
			continue
		}
		all = append(all, strings.TrimSpace(comment.ReplaceAllString(line, "")))
	}
	return all
}

var (
	comment = regexp.MustCompile(`(^|\s)#\s.*`)
	word    = regexp.MustCompile(`('[^']*'|"[^"]*"|[^\s'"])+`)
	quotes  = strings.NewReplacer(`'`, "", `"`, "")
)

// words splits a command as a shell does, as far as the pages go.
func words(command string) []string {
	all := word.FindAllString(command, -1)
	for i := range all {
		all[i] = quotes.Replace(all[i])
	}
	return all
}

// arguments returns what a command gives to the program, if it runs the program.
func arguments(command string) ([]string, bool) {
	for _, program := range []string{"beamcrop ", "./beamcrop ", "go run ./cmd/run "} {
		if rest, ok := strings.CutPrefix(command, program); ok {
			return words(strings.TrimSuffix(rest, " &")), true
		}
	}
	return nil, false
}

// Every command of the program that a page shows is one that the program takes.
func TestDocumentedCommands(t *testing.T) {
	found := 0
	for name, page := range documents(t) {
		for _, command := range commands(page) {
			args, ok := arguments(command)
			if !ok {
				continue
			}
			found++
			t.Run(name+"/"+command, func(t *testing.T) {
				for _, name := range []string{"ID", "MIN", "COUNT", "STEP"} { // for --part=auto
					t.Setenv("SLURM_ARRAY_TASK_"+name, "1")
				}
				for i := range args {
					args[i] = strings.ReplaceAll(args[i], "$PBS_ARRAY_INDEX", "1")
				}
				fs := flag.NewFlagSet("beamcrop", flag.ContinueOnError)
				flag.CommandLine.VisitAll(func(f *flag.Flag) { // Beam's
					if !strings.HasPrefix(f.Name, "test.") {
						fs.String(f.Name, "", f.Usage)
					}
				})
				args = slices.DeleteFunc(args, func(arg string) bool { // a file that is not there, and words left out
					return strings.HasPrefix(arg, "--config=") || arg == "..." || arg == "…"
				})
				o := pipeline.Defaults()
				asked, err := parse(t.Context(), fs, &o, args)
				if err != nil {
					t.Fatal(err)
				}
				if len(o.Inputs) == 0 || asked.demo || asked.help != "" || asked.version || o.Verify {
					return
				}
				if err := o.Validate(); err != nil {
					t.Error(err)
				}
			})
		}
	}
	if found < 10 {
		t.Errorf("%d commands: are they still found?", found)
	}
}

// Targets of make, scripts and programs of this module that the pages name are there.
func TestDocumentedPrograms(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range documents(t) {
		for _, command := range commands(page) {
			args := words(command)
			switch {
			case len(args) > 1 && args[0] == "make":
				if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(args[1]) + `:`).Match(makefile) {
					t.Errorf("%s: %s: there is no such target", name, command)
				}
			case len(args) > 2 && args[0] == "go" && args[1] == "run" && strings.HasPrefix(args[2], "./"):
				mustBeThere(t, name, args[2])
			case len(args) > 0 && (strings.HasPrefix(args[0], "scripts/") || strings.HasPrefix(args[0], "bench/")):
				mustBeThere(t, name, args[0])
			}
		}
	}
}

func mustBeThere(t *testing.T, page, name string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, name)); err != nil {
		t.Errorf("%s: %v", page, err)
	}
}

var (
	link  = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	aFlag = regexp.MustCompile("`--([a-z][a-z_]*)[=`]")
)

// The pages link to files that are there, and name flags that are.
func TestDocumentedNames(t *testing.T) {
	o := pipeline.Defaults()
	fs := flag.NewFlagSet("beamcrop", flag.ContinueOnError)
	if _, err := parse(t.Context(), fs, &o, []string{"--version"}); err != nil {
		t.Fatal(err)
	}
	for name, page := range documents(t) {
		folder := root
		if name != "README.md" && name != "CONTRIBUTING.md" {
			folder = filepath.Join(root, "docs")
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if _, err := os.Stat(filepath.Join(folder, m[1])); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, m := range aFlag.FindAllStringSubmatch(page, -1) {
			if fs.Lookup(m[1]) == nil && flag.Lookup(m[1]) == nil {
				t.Errorf("%s: there is no flag --%s", name, m[1])
			}
		}
	}
}

package cli

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// checkFlags finds what package flag would refuse without saying what to do: a
// name that is no flag, and a number or a duration that cannot be read.
func checkFlags(fs *flag.FlagSet, args []string) error {
	for i := 0; i < len(args); i++ {
		name, value, hasValue, ok := splitFlag(args[i])
		if !ok || name == "h" || name == "help" {
			return nil
		}
		f := fs.Lookup(name)
		if f == nil {
			return fmt.Errorf("--%s is no flag%s", name, similar(fs, name))
		}
		if isBool(f) {
			continue
		}
		if !hasValue {
			if i++; i == len(args) {
				return fmt.Errorf("--%s has no value: write --%s=…", name, name)
			}
			value = args[i]
		}
		if err := checkValue(f, value); err != nil {
			return err
		}
	}
	return nil
}

// splitFlag is false where flags end, as package flag sees it.
func splitFlag(arg string) (name, value string, hasValue, ok bool) {
	name, ok = strings.CutPrefix(arg, "-")
	name = strings.TrimPrefix(name, "-")
	if !ok || name == "" {
		return "", "", false, false
	}
	name, value, hasValue = strings.Cut(name, "=")
	return name, value, hasValue, true
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func checkValue(f *flag.Flag, value string) error {
	getter, ok := f.Value.(flag.Getter)
	if !ok {
		return nil
	}
	switch getter.Get().(type) {
	case time.Duration:
		if _, err := time.ParseDuration(value); err != nil {
			return fmt.Errorf("--%s=%s is no duration: write a number and its unit, such as 20s or 2m", f.Name, value)
		}
	case int, int64, uint, uint64:
		if _, err := strconv.ParseInt(value, 0, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("--%s=%s is no whole number", f.Name, value)
		}
	case float64:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return fmt.Errorf("--%s=%s is no number: write a fraction as 0.1, not as 10%%", f.Name, value)
		}
	}
	return nil
}

// similar names the flag that name was most likely meant to be, if there is one:
// the same word with other dashes, its beginning or its plural.
func similar(fs *flag.FlagSet, name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, "-", "_"))
	best := ""
	fs.VisitAll(func(f *flag.Flag) {
		if !strings.HasPrefix(f.Name, name) && !strings.HasPrefix(name, f.Name) {
			return
		}
		if best == "" || distance(f.Name, name) < distance(best, name) {
			best = f.Name
		}
	})
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean --%s?", best)
}

// distance is how much longer one of two words is, where one begins with the other.
func distance(a, b string) int { return max(len(a), len(b)) - min(len(a), len(b)) }

// stray says what to do about the first of rest, the words that flags do not
// account for at the end of args.
func stray(fs *flag.FlagSet, args, rest []string) error {
	word := rest[0]
	if before := len(args) - len(rest) - 1; before >= 0 {
		name, _, hasValue, ok := splitFlag(args[before])
		_, err := strconv.ParseBool(word)
		if f := fs.Lookup(name); ok && !hasValue && err == nil && f != nil && isBool(f) {
			return fmt.Errorf("%q is taken for a file after --%s: write --%s=%s", word, name, name, word)
		}
	}
	if _, err := os.Stat(word); err == nil || strings.ContainsAny(word, "./*:") {
		return fmt.Errorf("%q is not a flag: write --input=%s", word, word)
	}
	return fmt.Errorf("%q is not a flag: there are no subcommands, and every flag is written --name=value", word)
}

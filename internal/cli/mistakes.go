package cli

import (
	"errors"
	"flag"
	"strings"
	"time"
)

// splitFlag is false for words that are no flag, as package flag sees it.
func splitFlag(arg string) (name, value string, hasValue, ok bool) {
	name, ok = strings.CutPrefix(arg, "-")
	name = strings.TrimPrefix(name, "-")
	if !ok || name == "" {
		return "", "", false, false
	}
	name, value, hasValue = strings.Cut(name, "=")
	return name, value, hasValue, true
}

// isFlag is true for words that are a flag of fs, where a value is missing before them.
func isFlag(fs *flag.FlagSet, arg string) bool {
	name, _, _, ok := splitFlag(arg)
	return ok && strings.HasPrefix(arg, "--") && fs.Lookup(name) != nil
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// unreadable says what to write instead of a value that one of package flag's own
// types could not read: Beam's flags are of those.
func unreadable(v flag.Getter, err error) error {
	switch v.Get().(type) {
	case time.Duration:
		return errors.New("write a number and its unit, such as 20s or 2m")
	case int, int64, uint, uint64:
		return errors.New("write a whole number")
	case float64:
		return errors.New("write a number, such as 0.5")
	case bool:
		return errors.New("write true or false")
	default:
		return err
	}
}

package runner

import (
	"flag"
	"strconv"
)

// Flag returns what Beam's flag of that name is set to, "" if there is none.
func Flag(name string) string {
	f := flag.Lookup(name)
	if f == nil {
		return ""
	}
	return f.Value.String()
}

// FirstNumber returns the first of the named flags that is a number above 0; 1 if
// none is.
func FirstNumber(flag func(name string) string, names ...string) int {
	for _, name := range names {
		if n, err := strconv.Atoi(flag(name)); err == nil && n > 0 {
			return n
		}
	}
	return 1
}

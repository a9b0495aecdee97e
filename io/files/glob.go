package files

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// tempPrefix starts the name of every temporary file.
const tempPrefix = ".tmp-"

func isTemp(name string) bool { return strings.HasPrefix(name, tempPrefix) }

// hidden says whether a name is not data, by the convention of Hadoop, Spark
// and Arrow.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

// meta is what path.Match reads as more than itself.
const meta = `*?[\`

func hasMeta(pattern string) bool { return strings.ContainsAny(pattern, meta) }

// anyDepth is the element of a pattern that stands for any number of folders.
const anyDepth = "**"

// checkGlob refuses what path.Match cannot read, and "**" as a part of a name,
// where it would be read as "*".
func checkGlob(pattern string) error {
	for element := range strings.SplitSeq(pattern, "/") {
		if _, err := path.Match(element, ""); err != nil {
			return fmt.Errorf("the pattern is malformed: %w", err)
		}
		if element != anyDepth && strings.Contains(element, anyDepth) {
			return fmt.Errorf("%q stands for folders, so it must stand alone between slashes, as in **/*.parquet", anyDepth)
		}
	}
	return nil
}

// matches says whether a name is data that the pattern means: element by
// element, a temporary file never, and a hidden one only where the pattern
// itself begins so.
func matches(pattern, name string) bool {
	return matchElements(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

func matchElements(patterns, names []string) bool {
	for len(patterns) > 0 {
		if patterns[0] == anyDepth {
			return matchDeep(patterns[1:], names)
		}
		if len(names) == 0 || !matchElement(patterns[0], names[0]) {
			return false
		}
		patterns, names = patterns[1:], names[1:]
	}
	return len(names) == 0
}

// matchDeep tries what comes after a "**" at every depth.
func matchDeep(patterns, names []string) bool {
	if len(patterns) == 0 { // all files below
		patterns = []string{"*"}
	}
	for i := range names {
		if matchElements(patterns, names[i:]) {
			return true
		}
		if hidden(names[i]) {
			return false
		}
	}
	return false
}

func matchElement(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil && !isTemp(name) && (!hidden(name) || strings.HasPrefix(pattern, name[:1]))
}

func errNoMatch() error     { return fmt.Errorf("no file matches: %w", fs.ErrNotExist) }
func errEmptyFolder() error { return fmt.Errorf("the folder holds no file: %w", fs.ErrNotExist) }

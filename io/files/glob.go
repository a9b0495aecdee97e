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

// checkGlob refuses what path.Match cannot read, and "**", which it would
// read as "*": a part of the files instead of all.
func checkGlob(pattern string) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return fmt.Errorf("the pattern is malformed: %w", err)
	}
	if strings.Contains(pattern, "**") {
		return fmt.Errorf("%q is not supported in a pattern: write one * for each folder level", "**")
	}
	return nil
}

// seen says whether a name that matches the pattern is data: no element of it
// is a temporary file, and a hidden one is named by the pattern itself.
func seen(pattern, name string) bool {
	patterns, names := strings.Split(pattern, "/"), strings.Split(name, "/")
	for i, n := range names {
		if i >= len(patterns) || isTemp(n) {
			return false
		}
		if hidden(n) && !strings.HasPrefix(patterns[i], n[:1]) {
			return false
		}
	}
	return true
}

func errNoMatch() error     { return fmt.Errorf("no file matches: %w", fs.ErrNotExist) }
func errEmptyFolder() error { return fmt.Errorf("the folder holds no file: %w", fs.ErrNotExist) }

package store

import (
	"fmt"
	"path"
	"strings"
)

// TempPrefix starts the name of every temporary file.
const TempPrefix = ".tmp-"

// IsTemp says whether a name is that of a temporary file.
func IsTemp(name string) bool { return strings.HasPrefix(name, TempPrefix) }

// Hidden says whether a name is not data, by the convention of Hadoop, Spark
// and Arrow.
func Hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

// Meta is what path.Match reads as more than itself.
const Meta = `*?[\`

// HasMeta says whether a name may be a pattern.
func HasMeta(pattern string) bool { return strings.ContainsAny(pattern, Meta) }

// AnyDepth is the element of a pattern that stands for any number of folders.
const AnyDepth = "**"

// CheckGlob refuses what path.Match cannot read, and "**" as a part of a name,
// where it would be read as "*".
func CheckGlob(pattern string) error {
	for element := range strings.SplitSeq(pattern, "/") {
		if _, err := path.Match(element, ""); err != nil {
			return fmt.Errorf("the pattern is malformed: %w", err)
		}
		if element != AnyDepth && strings.Contains(element, AnyDepth) {
			return fmt.Errorf("%q stands for folders, so it must stand alone between slashes, as in **/*.parquet", AnyDepth)
		}
	}
	return nil
}

// Matches says whether a name is data that the pattern means: element by
// element, a temporary file never, and a hidden one only where the pattern
// itself begins so.
func Matches(pattern, name string) bool {
	return matchElements(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

func matchElements(patterns, names []string) bool {
	for len(patterns) > 0 {
		if patterns[0] == AnyDepth {
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
		if Hidden(names[i]) {
			return false
		}
	}
	return false
}

func matchElement(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil && !IsTemp(name) && (!Hidden(name) || strings.HasPrefix(pattern, name[:1]))
}

package dist

import (
	"fmt"
	"regexp"
)

// described is a version as git describe --tags writes it: a tag, which may be of a
// release candidate, and how many commits lie after it.
var described = regexp.MustCompile(`^v(\d+\.\d+\.\d+)(?:-rc\.?(\d+))?(?:-(\d+)-(g[0-9a-f]+))?$`)

// PythonVersion writes a version of git's in Python's spelling.
func PythonVersion(version string) (string, error) {
	m := described.FindStringSubmatch(version)
	if m == nil {
		return "", fmt.Errorf("%q is no version such as v1.2.3, v1.2.3-rc.1 or v1.2.3-4-g5678abc", version)
	}
	python := m[1]
	if m[2] != "" {
		python += "rc" + m[2]
	}
	if m[3] != "" {
		python += ".post" + m[3] + "+" + m[4]
	}
	return python, nil
}

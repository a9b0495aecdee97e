package files

import (
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// Within tells whether a file lies in a folder, at any depth, and its name there,
// with slashes. Of local names it is the places on the disk that count, whichever
// way there, through links or not, the names describe.
func Within(dirURI, uri string) (name string, ok bool) {
	if isLocal(dirURI) != isLocal(uri) {
		return "", false
	}
	if isLocal(uri) {
		dirURI, uri = place(dirURI), place(uri)
	}
	name, ok = strings.CutPrefix(uri, strings.TrimSuffix(Join(dirURI, "x"), "x"))
	if !ok || name == "" {
		return "", false
	}
	return filepath.ToSlash(name), true
}

func isLocal(uri string) bool { return store.Scheme(uri) == "" || store.Scheme(uri) == fileScheme }

// place is where a local name leads: an absolute path without links, as far as
// there is something.
func place(uri string) string {
	_, name, err := local{}.split(uri)
	if err != nil {
		return uri
	}
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	dir, base := filepath.Split(name)
	if dir = filepath.Clean(dir); dir == name {
		return name
	}
	return filepath.Join(place(dir), base)
}

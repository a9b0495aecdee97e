package files

import (
	"path/filepath"
	"strings"
)

// Within tells whether a file lies in a folder, at any depth, and its name there,
// with slashes. Of local names it is the places on the disk that count, whichever
// way there, through links or not, the names describe.
func Within(dirURI, uri string) (name string, ok bool) {
	dirURI, uri = place(dirURI), place(uri)
	name, ok = strings.CutPrefix(uri, strings.TrimSuffix(Join(dirURI, "x"), "x"))
	if !ok || name == "" {
		return "", false
	}
	return filepath.ToSlash(name), true
}

func place(uri string) string {
	if d, known := driverOf(uri); known && d.Place != nil {
		return d.Place(uri)
	}
	return uri
}

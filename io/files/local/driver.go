package local

import (
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const scheme = "file"

// Driver returns the driver of the local disk.
func Driver() driver.Driver {
	return driver.Driver{
		Schemes: []string{"", scheme},
		Names:   []string{"a local path", scheme + "://"},
		Open:    func(driver.Shared) store.Reader { return backend{disk: osDisk()} },
		Join:    join,
		Place:   place,
	}
}

// join cleans the path as filepath.Join does.
func join(dirURI string, elem ...string) string {
	prefix := ""
	if store.Scheme(dirURI) == scheme {
		prefix = scheme + "://"
	}
	return prefix + filepath.Join(append([]string{dirURI[len(prefix):]}, elem...)...)
}

// isWindowsPath says whether a path begins with a drive, as C:\x and C:/x do, or
// with a server, as \\server\x.
func isWindowsPath(path string) bool {
	if strings.HasPrefix(path, `\\`) {
		return true
	}
	return len(path) > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/') && 'a' <= path[0]|0x20 && path[0]|0x20 <= 'z'
}

package files

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Join adds elements to a folder's URI. Local paths come out cleaned, as
// filepath.Join does it; of other URIs only the slash between the parts is
// looked after, since every character of an object's name counts.
func Join(dirURI string, elem ...string) string {
	if d, known := driverOf(dirURI); known && d.Join != nil {
		return d.Join(dirURI, elem...)
	}
	uri := strings.TrimSuffix(dirURI, "/")
	for _, e := range elem {
		if e != "" {
			uri += "/" + e
		}
	}
	return uri
}

// ExpandHome returns a path that begins with ~/ with the user's home folder in its
// place, for a shell leaves it in --flag=~/name; everything else as it is.
func ExpandHome(uri string) (string, error) {
	if uri != "~" && !strings.HasPrefix(uri, "~/") {
		return uri, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the folder that %s is in: %w", uri, err)
	}
	return filepath.Join(home, uri[1:]), nil
}

// Plain is a URI without what does not name the file: the query and user of a
// https:// link, which may be a signature or a password, and the revision of
// a hf:// one. Two URIs of the same plain form are two versions of one file,
// or two files that only their queries tell apart.
func Plain(uri string) string {
	if d, known := driverOf(uri); known && d.Plain != nil {
		return d.Plain(uri)
	}
	return uri
}

// shown is what may be said of a URI where anybody may read it.
func shown(uri string) string {
	if d, known := driverOf(uri); known && d.Shown != nil {
		return d.Shown(uri)
	}
	return uri
}

func sorted(infos []Info) []Info {
	slices.SortFunc(infos, func(a, b Info) int { return strings.Compare(a.URI, b.URI) })
	return infos
}

// IsLocal says whether a URI is of a file on this machine's disks.
func IsLocal(uri string) bool {
	return !strings.Contains(uri, "://") || strings.HasPrefix(uri, "file://")
}

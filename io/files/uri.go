package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	fileScheme  = "file"
	gsScheme    = "gs"
	s3Scheme    = "s3"
	hfScheme    = "hf"
	httpsScheme = "https"
	httpScheme  = "http"
)

// store picks the store of a URI.
func (f *Files) store(uri string) (store.Store, error) {
	if uri == "" {
		return nil, errors.New("empty name")
	}
	switch s := store.Scheme(uri); s {
	case "", fileScheme:
		return &f.local, nil
	case gsScheme:
		return &f.gs, nil
	case s3Scheme:
		return &f.s3, nil
	case hfScheme:
		return &f.hf, nil
	case httpsScheme, httpScheme:
		return &f.https, nil
	default:
		return nil, fmt.Errorf("%s:// is not supported: use a local path, file://, gs:// or s3:// (to read also hf:// and https://)", s)
	}
}

// Join adds elements to a folder's URI. Local paths come out cleaned, as
// filepath.Join does it; of other URIs only the slash between the parts is
// looked after, since every character of an object's name counts.
func Join(dirURI string, elem ...string) string {
	switch store.Scheme(dirURI) {
	case "":
		return filepath.Join(append([]string{dirURI}, elem...)...)
	case fileScheme:
		const prefix = fileScheme + "://"
		return prefix + filepath.Join(append([]string{dirURI[len(prefix):]}, elem...)...)
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

// isWindowsPath says whether a path begins with a drive, as C:\x and C:/x do, or
// with a server, as \\server\x.
func isWindowsPath(path string) bool {
	if strings.HasPrefix(path, `\\`) {
		return true
	}
	return len(path) > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/') && 'a' <= path[0]|0x20 && path[0]|0x20 <= 'z'
}

// Plain is a URI without what does not name the file: the query and user of a
// https:// link, which may be a signature or a password, and the revision of
// a hf:// one. Two URIs of the same plain form are two versions of one file,
// or two files that only their queries tell apart.
func Plain(uri string) string {
	switch store.Scheme(uri) {
	case httpsScheme, httpScheme:
		return plainLink(uri)
	case hfScheme:
		return plainHub(uri)
	}
	return uri
}

func sorted(infos []Info) []Info {
	slices.SortFunc(infos, func(a, b Info) int { return strings.Compare(a.URI, b.URI) })
	return infos
}

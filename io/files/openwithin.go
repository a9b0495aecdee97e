package files

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// ErrOutside is the error about a name that leads out of its folder.
var ErrOutside = store.ErrOutside

// OpenWithin opens a file by its name below a folder, and nothing outside of it,
// whatever the name is: names come out of data, whose author must not choose which of
// the user's files are read. The name may also be the whole URI or path of a file in
// the folder. On the local disk links are followed as long as they stay inside. A name
// that leads out is an error that wraps ErrOutside, and so is any name where the folder
// is on a web server.
func (f *Files) OpenWithin(ctx context.Context, folder, name string) (File, error) {
	below, err := below(folder, name)
	if err != nil {
		return nil, wrap("open", name, err)
	}
	s, err := f.reader(folder)
	if err != nil {
		return nil, wrap("open", folder, err)
	}
	confined, ok := s.(store.Confined)
	if !ok {
		return f.Open(ctx, Join(folder, below))
	}
	file, err := confined.OpenWithin(folder, below)
	return file, wrap("open", Join(folder, below), err)
}

// below returns a name as it counts from the folder, in clean form.
func below(folder, name string) (string, error) {
	switch store.Scheme(folder) {
	case "http", "https":
		return "", fmt.Errorf("%w: files are not opened by name on a web server", ErrOutside)
	}
	rest := name
	if inside, ok := strings.CutPrefix(name, strings.TrimSuffix(folder, "/")+"/"); ok && folder != "" {
		rest = inside
	} else if filepath.IsAbs(name) {
		place, _ := strings.CutPrefix(folder, "file://")
		whole, err := filepath.Abs(place)
		if err != nil || strings.Contains(place, "://") {
			return "", ErrOutside
		}
		if rest, ok = strings.CutPrefix(name, strings.TrimSuffix(whole, "/")+"/"); !ok {
			return "", ErrOutside
		}
	}
	clean := path.Clean(rest)
	if rest == "" || store.Scheme(rest) != "" || strings.ContainsRune(rest, 0) || !filepath.IsLocal(clean) || clean == "." {
		return "", ErrOutside
	}
	return clean, nil
}

package local

import "path/filepath"

// place is where a local name leads: an absolute path without links, as far as
// there is something.
func place(uri string) string {
	_, name, err := backend{}.split(uri)
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

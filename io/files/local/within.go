package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// OpenWithin implements store.Confined: the system itself walks the name, so that no
// link that is made meanwhile leads out either.
func (l backend) OpenWithin(folder, name string) (store.File, error) {
	_, dir, err := l.split(folder)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, bare(err, dir)
	}
	defer root.Close() //nolint:errcheck // nothing is written
	// Asked before opening, since opening a named pipe would wait.
	fi, err := root.Stat(name)
	if err != nil {
		return nil, outside(err, name)
	}
	if !fi.Mode().IsRegular() {
		return nil, fmt.Errorf("not a regular file (%v)", fi.Mode().Type())
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, outside(err, name)
	}
	if fi, err = f.Stat(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &file{File: f, size: fi.Size(), version: versionOf(fi)}, nil
}

// outside is store.ErrOutside where package os, which has no error of its own for it,
// says that a name leads out of the folder.
func outside(err error, name string) error {
	var pe *fs.PathError
	if errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "escapes") {
		return store.ErrOutside
	}
	return bare(err, name)
}

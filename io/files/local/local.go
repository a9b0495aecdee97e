package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// backend is the local disk.
type backend struct{ disk disk }

// split takes a URI apart into what stands before the path ("" or "file://")
// and the cleaned path.
func (backend) split(uri string) (prefix, name string, err error) {
	if store.Scheme(uri) == "" {
		if runtime.GOOS != "windows" && isWindowsPath(uri) {
			return "", "", fmt.Errorf("a path of Windows, and this is %s: name the file as it is called here", runtime.GOOS)
		}
		return "", filepath.Clean(uri), nil
	}
	prefix, name = uri[:len(scheme+"://")], uri[len(scheme+"://"):]
	if !strings.HasPrefix(name, "/") {
		return "", "", errors.New("a file:// URI needs an absolute path: file:///folder/name")
	}
	return prefix, filepath.Clean(name), nil
}

// splitFile is split for an operation on one file.
func (l backend) splitFile(uri string) (prefix, name string, err error) {
	if strings.HasSuffix(uri, "/") {
		return "", "", errors.New("the name of a folder, not of a file")
	}
	return l.split(uri)
}

func (l backend) Open(_ context.Context, uri string) (store.File, error) {
	_, name, err := l.splitFile(uri)
	if err != nil {
		return nil, err
	}
	// Asked before opening, since opening a named pipe would wait.
	if _, err := regular(name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, bare(err, name)
	}
	fi, err := f.Stat()
	if err != nil {
		return nil, errors.Join(bare(err, name), f.Close())
	}
	return &file{File: f, size: fi.Size(), version: versionOf(fi)}, nil
}

func (l backend) Stat(_ context.Context, uri string) (store.Info, error) {
	prefix, name, err := l.splitFile(uri)
	if err != nil {
		return store.Info{}, err
	}
	fi, err := regular(name)
	if err != nil {
		return store.Info{}, err
	}
	return infoOf(prefix+name, fi), nil
}

func (l backend) Remove(_ context.Context, uri string) error {
	_, name, err := l.splitFile(uri)
	if err != nil {
		return err
	}
	fi, err := os.Lstat(name)
	if err == nil && fi.IsDir() {
		return store.ErrFolder
	}
	if err == nil {
		err = os.Remove(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return bare(err, name)
}

// Close implements store.Reader.
func (backend) Close() error { return nil }

// file is an open file with what it was when it was opened.
type file struct {
	*os.File
	size    int64
	version string
}

// Unchanged is an error if the file may hold other bytes by now than when it was
// opened: if it was written to in place. One that was replaced by another, or
// removed, is still what was opened.
func (f *file) Unchanged() error {
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if versionOf(fi) == f.version {
		return nil
	}
	if fi.Size() != f.size {
		return fmt.Errorf("%w: it had %d bytes, and has %d", store.ErrChanged, f.size, fi.Size())
	}
	return fmt.Errorf("%w: it was written to at %s", store.ErrChanged, fi.ModTime().Format(time.DateTime))
}

func (f *file) Size() int64     { return f.size }
func (f *file) Version() string { return f.version }

// regular describes a file, through links, and refuses all but regular ones.
func regular(name string) (fs.FileInfo, error) {
	fi, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, bare(err, name)
	case fi.IsDir():
		return nil, store.ErrFolder
	case !fi.Mode().IsRegular():
		return nil, fmt.Errorf("not a regular file (%v)", fi.Mode().Type())
	}
	return fi, nil
}

func infoOf(uri string, fi fs.FileInfo) store.Info {
	return store.Info{URI: uri, Size: fi.Size(), Version: versionOf(fi)}
}

func versionOf(fi fs.FileInfo) string {
	return fmt.Sprintf("%d-%d", fi.Size(), fi.ModTime().UnixNano())
}

// bare takes the operation and path off an error of package os where Files
// says the same; an error about another path keeps it.
func bare(err error, name string) error {
	var pe *fs.PathError
	if errors.As(err, &pe) && pe.Path == name {
		return pe.Err
	}
	return err
}

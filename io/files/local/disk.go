package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// disk is the system calls that a commit's safety hangs on; tests have them fail,
// and see that none is left out.
type disk struct {
	write  func(f *os.File, p []byte) (int, error)
	sync   func(f *os.File) error // of a file's bytes, or of a folder's names
	rename func(from, to string) error
	link   func(from, to string) error
}

func osDisk() disk {
	return disk{write: (*os.File).Write, sync: (*os.File).Sync, rename: os.Rename, link: os.Link}
}

// makeFolder makes a folder and those above it, and makes them durable: what is
// committed in a folder is lost with it.
func (d disk) makeFolder(dir string) error {
	var made []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, folder := range made {
		if err := d.syncFolder(filepath.Dir(folder)); err != nil {
			return err
		}
	}
	return nil
}

// syncFolder makes a rename durable. Some file systems cannot sync a folder;
// there the rename is as durable as it gets; Windows cannot on any.
func (d disk) syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing its folder: %w", err)
	}
	err = d.sync(f)
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("syncing its folder: %w", err)
	}
	return nil
}

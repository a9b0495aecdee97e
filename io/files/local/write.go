package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// writer writes a temporary file beside the final one: in the same
// folder, so that the rename stays within one file system and is atomic.
type writer struct {
	ctx   context.Context
	disk  disk
	f     *os.File
	final string
	must  store.Condition
	gone  bool // the temporary file was renamed or removed
}

func (l backend) Create(ctx context.Context, uri string, must store.Condition) (store.Writer, error) {
	_, name, err := l.splitFile(uri)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.disk.makeFolder(filepath.Dir(name)); err != nil {
		return nil, fmt.Errorf("making its folder: %w", err)
	}
	// Not os.CreateTemp: its files are private to their owner, and so would
	// the final file be; here the umask decides, as for any new file.
	f, err := os.OpenFile(tempName(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &writer{ctx: ctx, disk: l.disk, f: f, final: name, must: must}, nil
}

// tempName returns a new name beside the final one. The base is cut so that
// what is added stays within the 255 bytes that file systems allow.
func tempName(final string) string {
	base := filepath.Base(final)
	if len(base) > 200 {
		base = strings.ToValidUTF8(base[:200], "")
	}
	return filepath.Join(filepath.Dir(final), store.TempPrefix+base+"-"+rand.Text())
}

// finalName undoes tempName, and says whether name is a temporary one.
func finalName(name string) (final string, temp bool) {
	base, temp := strings.CutPrefix(filepath.Base(name), store.TempPrefix)
	end := strings.LastIndexByte(base, '-')
	if !temp || end < 0 {
		return "", false
	}
	return filepath.Join(filepath.Dir(name), base[:end]), true
}

func (w *writer) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.disk.write(w.f, p)
}

func (w *writer) Commit() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := w.disk.sync(w.f); err != nil {
		return err
	}
	if err := w.f.Close(); err != nil {
		return err
	}
	if err := w.show(); err != nil {
		if _, gone := os.Lstat(w.f.Name()); errors.Is(gone, fs.ErrNotExist) {
			return store.ErrSwept
		}
		return err
	}
	w.gone = true
	return w.disk.syncFolder(filepath.Dir(w.final))
}

// show puts the file under its final name. Where another version must stand
// there, the look and the rename are two steps, and a lock keeps those out who do
// the same. On a file system without locks, or that several machines share, a
// writer could be overwritten between them; the disk has no better.
func (w *writer) show() error {
	if w.must.Any {
		return w.disk.rename(w.f.Name(), w.final)
	}
	if w.must.Version == "" {
		err := w.disk.link(w.f.Name(), w.final)
		if err == nil {
			return os.Remove(w.f.Name())
		}
		if errors.Is(err, fs.ErrExist) {
			return store.ErrChanged
		}
		// A file system without links, of memory cards for instance.
	}
	defer lockFolder(filepath.Dir(w.final))()
	version := ""
	fi, err := os.Stat(w.final)
	if err == nil {
		version = versionOf(fi)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if version != w.must.Version {
		return store.ErrChanged
	}
	return w.disk.rename(w.f.Name(), w.final)
}

func (w *writer) Abort() error {
	err := w.f.Close()
	if errors.Is(err, os.ErrClosed) {
		err = nil
	}
	if w.gone {
		return err
	}
	w.gone = true
	removeErr := os.Remove(w.f.Name())
	if errors.Is(removeErr, os.ErrNotExist) {
		removeErr = nil
	}
	return errors.Join(err, removeErr)
}

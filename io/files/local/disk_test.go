package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// volatile is a disk that knows what a power cut would leave: what was synced.
type volatile struct {
	dirty   map[string]bool // files, by their temporary names, with bytes that were not synced
	renamed map[string]bool // folders with a name that was not synced
	early   []string        // files that were shown before they were synced
	fail    string          // the call that fails
	err     error
}

func (v *volatile) disk() disk {
	v.dirty, v.renamed = map[string]bool{}, map[string]bool{}
	real := osDisk()
	failing := func(call string) error {
		if v.fail == call {
			return v.err
		}
		return nil
	}
	show := func(do func(from, to string) error, call string) func(from, to string) error {
		return func(from, to string) error {
			if err := failing(call); err != nil {
				return &os.LinkError{Op: call, Old: from, New: to, Err: err}
			}
			if v.dirty[from] {
				v.early = append(v.early, to)
			}
			v.renamed[filepath.Dir(to)] = true
			return do(from, to)
		}
	}
	return disk{
		write: func(f *os.File, p []byte) (int, error) {
			v.dirty[f.Name()] = true
			if err := failing("write"); err != nil {
				n, _ := f.Write(p[:len(p)/2])
				return n, err
			}
			return f.Write(p)
		},
		sync: func(f *os.File) error {
			if info, err := f.Stat(); err == nil && info.IsDir() {
				delete(v.renamed, f.Name())
				return failing("sync of the folder")
			}
			delete(v.dirty, f.Name())
			return failing("sync of the file")
		},
		rename: show(real.rename, "rename"),
		link:   show(real.link, "link"),
	}
}

// TestCommitIsDurable holds that when Commit has returned a power cut takes
// nothing: the bytes were synced before they got their name, and the name after.
func TestCommitIsDurable(t *testing.T) {
	for name, commit := range map[string]func(l backend, uri string) error{
		"new":           func(l backend, uri string) error { return write(t, l, uri, store.Condition{}, "new") },
		"new, any":      func(l backend, uri string) error { return write(t, l, uri, store.Condition{Any: true}, "new") },
		"replaced, any": func(l backend, uri string) error { return write(t, l, uri, store.Condition{Any: true}, "newer") },
		"replaced": func(l backend, uri string) error {
			info, err := l.Stat(t.Context(), uri)
			return errors.Join(err, write(t, l, uri, store.Condition{Version: info.Version}, "newer"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			uri := filepath.Join(t.TempDir(), "a", "b", "x")
			if strings.HasPrefix(name, "replaced") {
				if err := write(t, backend{disk: osDisk()}, uri, store.Condition{Any: true}, "old"); err != nil {
					t.Fatal(err)
				}
			}
			v := &volatile{}
			l := backend{disk: v.disk()}
			v.renamed[filepath.Dir(filepath.Dir(uri))] = !strings.HasPrefix(name, "replaced") // where b is made
			if err := commit(l, uri); err != nil {
				t.Fatal(err)
			}
			for dir, dirty := range v.renamed {
				if dirty {
					t.Errorf("names in %s were not synced", dir)
				}
			}
			if len(v.dirty) > 0 || len(v.early) > 0 {
				t.Errorf("bytes were not synced: %v at the end, %v when they were shown", v.dirty, v.early)
			}
		})
	}
}

// TestSyncIsReal holds that the system is asked: it refuses to sync a pipe.
func TestSyncIsReal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows syncs pipes")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := osDisk().sync(w); err == nil {
		t.Error("a pipe was synced")
	}
	if err := errors.Join(r.Close(), w.Close()); err != nil {
		t.Error(err)
	}
}

// TestDiskFaults has each call fail: the final name then holds what it held, or,
// where only its durability is in doubt, the new file whole; never a part, and no
// temporary file stays.
func TestDiskFaults(t *testing.T) {
	for _, call := range []string{"write", "sync of the file", "rename", "link", "sync of the folder"} {
		for _, fault := range []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS} {
			for _, old := range []string{"", "old"} {
				t.Run(call+" "+fault.Error()+" over "+old, func(t *testing.T) {
					uri := filepath.Join(t.TempDir(), "x")
					if old != "" {
						if err := write(t, backend{disk: osDisk()}, uri, store.Condition{Any: true}, old); err != nil {
							t.Fatal(err)
						}
					}
					v := &volatile{fail: call, err: fault}
					l := backend{disk: v.disk()}
					info, err := l.Stat(t.Context(), uri)
					if err != nil && !errors.Is(err, fs.ErrNotExist) {
						t.Fatal(err)
					}
					err = write(t, l, uri, store.Condition{Version: info.Version}, "newer")
					asked := call != "link" && (call != "rename" || old != "") // only a new file is linked, and a rename stands in for that
					if asked && !errors.Is(err, fault) || !asked && err != nil {
						t.Errorf("the write's error: %v", err)
					}
					wantWhole(t, uri, old, err == nil || call == "sync of the folder")
				})
			}
		}
	}
}

// write writes as callers do, who abort what was not committed.
func write(t *testing.T, l backend, uri string, must store.Condition, text string) error {
	t.Helper()
	w, err := l.Create(t.Context(), uri, must)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(text))
	if err == nil {
		err = w.Commit()
	}
	if aborted := w.Abort(); aborted != nil {
		t.Errorf("abort: %v", aborted)
	}
	return err
}

func wantWhole(t *testing.T, uri, old string, written bool) {
	t.Helper()
	want := []string{old}
	if written {
		want = []string{"newer"}
	}
	got, err := os.ReadFile(uri)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if !slices.Contains(want, string(got)) {
		t.Errorf("the file holds %q, want %q", got, want)
	}
	left, err := os.ReadDir(filepath.Dir(uri))
	if err != nil || len(left) > 1 || len(left) == 1 && left[0].Name() != "x" {
		t.Errorf("left: %v, %v", left, err)
	}
}

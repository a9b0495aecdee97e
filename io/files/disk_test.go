package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
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
		syncFile: func(f *os.File) error {
			delete(v.dirty, f.Name())
			return failing("sync of the file")
		},
		syncFolder: func(dir string) error {
			delete(v.renamed, dir)
			return failing("sync of the folder")
		},
		rename: show(real.rename, "rename"),
		link:   show(real.link, "link"),
	}
}

// TestCommitIsDurable holds that when Commit has returned a power cut takes
// nothing: the bytes were synced before they got their name, and the name after.
func TestCommitIsDurable(t *testing.T) {
	for name, commit := range map[string]func(f *Files, uri string) error{
		"new":           func(f *Files, uri string) error { return f.WriteFileIf(t.Context(), uri, "", []byte("new")) },
		"new, any":      func(f *Files, uri string) error { return f.WriteFile(t.Context(), uri, []byte("new")) },
		"replaced, any": func(f *Files, uri string) error { return f.WriteFile(t.Context(), uri, []byte("newer")) },
		"replaced": func(f *Files, uri string) error {
			version, err := f.Version(t.Context(), uri)
			return errors.Join(err, f.WriteFileIf(t.Context(), uri, version, []byte("newer")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			uri := filepath.Join(t.TempDir(), "a", "b", "x")
			if strings.HasPrefix(name, "replaced") {
				if err := New().WriteFile(t.Context(), uri, []byte("old")); err != nil {
					t.Fatal(err)
				}
			}
			v := &volatile{}
			f := &Files{local: local{disk: v.disk()}}
			v.renamed[filepath.Dir(filepath.Dir(uri))] = !strings.HasPrefix(name, "replaced") // where b is made
			if err := commit(f, uri); err != nil {
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
						if err := New().WriteFile(t.Context(), uri, []byte(old)); err != nil {
							t.Fatal(err)
						}
					}
					v := &volatile{fail: call, err: fault}
					f := &Files{local: local{disk: v.disk()}}
					version, err := f.Version(t.Context(), uri)
					if err != nil {
						t.Fatal(err)
					}
					err = writeAndAbort(t, f, uri, version)
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

// writeAndAbort writes as callers do, who abort what was not committed.
func writeAndAbort(t *testing.T, f *Files, uri, version string) error {
	t.Helper()
	w, err := f.CreateIf(t.Context(), uri, version)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte("newer"))
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

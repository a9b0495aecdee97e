package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/store"
)

func testConcurrent(t *testing.T, f *files.Files, dir string) {
	shared := files.Join(dir, "shared")
	Write(t, f, shared, "0123456789")
	file := Open(t, f, shared)
	same := files.Join(dir, "same")
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			uri, text := files.Join(dir, "new", fmt.Sprint(i)), strings.Repeat(fmt.Sprint(i%10), 1000)
			for _, err := range []error{
				f.WriteFile(t.Context(), uri, []byte(text)),
				f.WriteFile(t.Context(), same, []byte(text)),
			} {
				if err != nil {
					t.Error(err)
				}
			}
			if got, err := f.ReadFile(t.Context(), uri); err != nil || string(got) != text {
				t.Errorf("%s: %v, or other bytes", uri, err)
			}
			p := make([]byte, 1)
			if _, err := file.ReadAt(p, int64(i%10)); err != nil || p[0] != '0'+byte(i%10) {
				t.Errorf("read %q at %d, %v", p, i%10, err)
			}
		})
	}
	wg.Wait()
	got, err := f.ReadFile(t.Context(), same)
	if err != nil || len(got) != 1000 || strings.Trim(string(got), string(got[:1])) != "" {
		t.Errorf("%v, or a mix of two writers: %.40q...", err, got)
	}
}

// testCreateIf replaces a file step by step, each time with the version that
// it has and with others; small and in several pieces.
func testCreateIf(t *testing.T, f *files.Files, dir string) {
	for _, size := range []int{1, 9 << 20} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			uri := files.Join(dir, fmt.Sprint(size))
			version, earlier := "", []string(nil)
			for i, letter := range []string{"a", "b"} {
				text := []byte(strings.Repeat(letter, size+i))
				for _, wrong := range append(earlier, absentFor(version)...) {
					if err := f.WriteFileIf(t.Context(), uri, wrong, text); !errors.Is(err, files.ErrChanged) || !strings.Contains(err.Error(), uri) {
						t.Errorf("file %d, over version %q of %q: %v, want ErrChanged", i, wrong, version, err)
					}
				}
				if now, err := f.Version(t.Context(), uri); now != version || err != nil {
					t.Errorf("file %d: version %q, %v; want still %q", i, now, err, version)
				}
				if err := f.WriteFileIf(t.Context(), uri, version, text); err != nil {
					t.Fatalf("file %d, over %q: %v", i, version, err)
				}
				if got, err := f.ReadFile(t.Context(), uri); err != nil || !bytes.Equal(got, text) {
					t.Errorf("file %d: read %d bytes, %v", i, len(got), err)
				}
				if version != "" {
					earlier = append(earlier, version)
				}
				version = Stat(t, f, uri).Version
			}
			WantList(t, f, dir, uri)
			if err := f.Remove(t.Context(), uri); err != nil {
				t.Fatal(err)
			}
			if err := f.WriteFileIf(t.Context(), uri, version, []byte("x")); !errors.Is(err, files.ErrChanged) {
				t.Errorf("over a removed file: %v, want ErrChanged", err)
			}
			WantList(t, f, dir)
		})
	}
}

// absentFor returns that no file is expected, where there is one.
func absentFor(version string) []string {
	if version == "" {
		return nil
	}
	return []string{""}
}

// testCreateIfRace has many writers want the same name; one may get it.
func testCreateIfRace(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a")
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			err := f.WriteFileIf(t.Context(), uri, "", []byte(fmt.Sprint(i)))
			if err == nil {
				won.Add(1)
				WantContent(t, f, uri, fmt.Sprint(i))
			} else if !errors.Is(err, files.ErrChanged) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := won.Load(); n != 1 {
		t.Errorf("%d writers made it, want one", n)
	}
	WantList(t, f, dir, uri)
}

// testReplaceRace has many writers replace a file again and again, each the version
// that it has read: none is overwritten by one that has not seen it.
func testReplaceRace(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a")
	Write(t, f, uri, "")
	var wrote atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 40 {
				data, version, err := f.ReadVersion(t.Context(), uri)
				if errors.Is(err, store.ErrReplaced) {
					continue
				}
				if err == nil {
					err = f.WriteFileIf(t.Context(), uri, version, append(data, 'x')) // a clock is too coarse to tell versions of one size apart
				}
				if err == nil {
					wrote.Add(1)
				} else if !errors.Is(err, files.ErrChanged) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got, err := f.ReadFile(t.Context(), uri); err != nil || int64(len(got)) != wrote.Load() {
		t.Errorf("%d bytes, %v, after %d writes of one each", len(got), err, wrote.Load())
	}
}

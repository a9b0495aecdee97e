package storetest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// Create starts a file and writes its first bytes. The test aborts it at its
// end, as callers do.
func Create(t *testing.T, f *files.Files, uri, text string) files.Writer {
	t.Helper()
	w, err := f.Create(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Abort(); err != nil {
			t.Errorf("abort: %v", err)
		}
	})
	if text == "" {
		return w
	}
	if n, err := io.WriteString(w, text); err != nil || n != len(text) {
		t.Fatalf("write: %d of %d bytes, %v", n, len(text), err)
	}
	return w
}

// Write writes a whole file.
func Write(t *testing.T, f *files.Files, uri, text string) {
	t.Helper()
	if err := f.WriteFile(t.Context(), uri, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// Open opens a file for the time of the test.
func Open(t *testing.T, f *files.Files, uri string) files.File {
	t.Helper()
	file, err := f.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return file
}

// Stat describes a file that is there.
func Stat(t *testing.T, f *files.Files, uri string) files.Info {
	t.Helper()
	info, err := f.Stat(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// WantContent checks what a file holds.
func WantContent(t *testing.T, f *files.Files, uri, want string) {
	t.Helper()
	got, err := f.ReadFile(t.Context(), uri)
	if err != nil || string(got) != want {
		t.Errorf("read %q, %v; want %q", got, err, want)
	}
}

// WantMissing checks that there is no such file.
func WantMissing(t *testing.T, f *files.Files, uri string) {
	t.Helper()
	if info, err := f.Stat(t.Context(), uri); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat: %+v, %v; want fs.ErrNotExist", info, err)
	}
}

// WantList checks what is below a folder, by URI.
func WantList(t *testing.T, f *files.Files, dir string, want ...string) {
	t.Helper()
	infos, err := f.List(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, info := range infos {
		got = append(got, info.URI)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list of %s (-want +got):\n%s", dir, diff)
	}
}

// All has CleanTemps touch every file.
func All(string) bool { return true }

// Second returns the error of a call with one other result.
func Second[T any](_ T, err error) error { return err }

// WantMany checks the names of n files by all ways of listing.
func WantMany(t *testing.T, f *files.Files, dir string, n int) {
	t.Helper()
	for how, list := range map[string]func() ([]files.Info, error){
		"list":   func() ([]files.Info, error) { return f.List(t.Context(), dir) },
		"folder": func() ([]files.Info, error) { return f.Glob(t.Context(), dir) },
		"glob":   func() ([]files.Info, error) { return f.Glob(t.Context(), dir+"/*.txt") },
	} {
		infos, err := list()
		if err != nil || len(infos) != n {
			t.Errorf("%s: %d files, %v; want %d", how, len(infos), err, n)
			continue
		}
		for i, info := range infos {
			if want := fmt.Sprintf("%s/%04d.txt", dir, i); info.URI != want {
				t.Fatalf("%s: file %d is %s, want %s", how, i, info.URI, want)
			}
		}
	}
}

// hurried makes the pauses between tries a hundredth of what they are.
func hurried(attempt int) time.Duration { return store.UsualPauses(attempt) / 100 }

// New returns a Files that does not wait long between tries.
func New(t *testing.T) *files.Files {
	t.Helper()
	f := files.Paced(hurried)
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return f
}

// Main runs a package's tests and fails if a goroutine is left.
func Main(m *testing.M) {
	goleak.VerifyTestMain(m,
		// Started by the import of a package that the storage client needs.
		goleak.IgnoreAnyFunction("go.opencensus.io/stats/view.(*worker).start"))
}

package files_test

import (
	"errors"
	"io"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
)

// create starts a file and writes its first bytes. The test aborts it at its
// end, as callers do.
func create(t *testing.T, f *files.Files, uri, text string) files.Writer {
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

func write(t *testing.T, f *files.Files, uri, text string) {
	t.Helper()
	if err := f.WriteFile(t.Context(), uri, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, f *files.Files, uri string) files.File {
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

func stat(t *testing.T, f *files.Files, uri string) files.Info {
	t.Helper()
	info, err := f.Stat(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func wantContent(t *testing.T, f *files.Files, uri, want string) {
	t.Helper()
	got, err := f.ReadFile(t.Context(), uri)
	if err != nil || string(got) != want {
		t.Errorf("read %q, %v; want %q", got, err, want)
	}
}

func wantMissing(t *testing.T, f *files.Files, uri string) {
	t.Helper()
	if info, err := f.Stat(t.Context(), uri); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat: %+v, %v; want fs.ErrNotExist", info, err)
	}
}

// wantList checks what is below a folder, by URI.
func wantList(t *testing.T, f *files.Files, dir string, want ...string) {
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

// all has CleanTemps touch every file.
func all(string) bool { return true }

// Package storetest is the conformance suite of the stores of io/files, and what
// their tests share. Each store's package runs TestStore, or TestReader if it can
// only be read, against a server or a folder of its own.
//
// It imports io/files, through which it uses a store as everybody does, and is
// imported by tests only.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
)

// TestStore holds a store that can be written to what io/files promises of all.
// open returns an empty folder for one test.
func TestStore(t *testing.T, open func(t *testing.T) (f *files.Files, dir string)) {
	suite := []struct {
		name string
		test func(t *testing.T, f *files.Files, dir string)
	}{
		{"VisibleOnCommitOnly", testVisibleOnCommitOnly},
		{"AbortLeavesNothing", testAbortLeavesNothing},
		{"AbortKeepsTheOldFile", testAbortKeepsTheOldFile},
		{"OverwriteIsAtomic", testOverwriteIsAtomic},
		{"CancelledWriteCommitsNothing", testCancelledWriteCommitsNothing},
		{"AfterTheEnd", testAfterTheEnd},
		{"EmptyFile", testEmptyFile},
		{"List", testList},
		{"Missing", testMissing},
		{"Remove", testRemove},
		{"Names", testNames},
		{"BigFile", testBigFile},
		{"Concurrent", testConcurrent},
		{"OutlivesContexts", testOutlivesContexts},
		{"CleanTemps", testCleanTempsKeepsFiles},
		{"CreateIf", testCreateIf},
		{"CreateIfRace", testCreateIfRace},
		{"ReplaceRace", testReplaceRace},
	}
	for _, c := range suite {
		t.Run(c.name, func(t *testing.T) {
			f, dir := open(t)
			c.test(t, f, dir)
		})
	}
	t.Run("read", func(t *testing.T) {
		TestReader(t, true, func(t *testing.T) Place {
			f, dir := open(t)
			return Place{f, dir, func(t *testing.T, name, text string) string {
				t.Helper()
				uri := files.Join(dir, name)
				Write(t, f, uri, text)
				return uri
			}}
		})
	})
}

func testVisibleOnCommitOnly(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "deep", "er", "a.txt")
	w := Create(t, f, uri, "hello ")
	if _, err := io.WriteString(w, "world"); err != nil {
		t.Fatal(err)
	}
	WantMissing(t, f, uri)
	WantList(t, f, dir)
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	WantContent(t, f, uri, "hello world")
	WantList(t, f, dir, uri)
	if err := w.Abort(); err != nil {
		t.Errorf("abort after commit: %v", err)
	}
	WantContent(t, f, uri, "hello world")
}

func testAbortLeavesNothing(t *testing.T, f *files.Files, dir string) {
	for _, size := range []int{0, 1, 9 << 20} { // object stores get pieces of 8 MiB
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			uri := files.Join(dir, "a.txt")
			w := Create(t, f, uri, strings.Repeat("x", size))
			if err := w.Abort(); err != nil {
				t.Fatal(err)
			}
			if err := w.Abort(); err != nil {
				t.Errorf("second abort: %v", err)
			}
			WantMissing(t, f, uri)
			WantList(t, f, dir)
		})
	}
}

func testAbortKeepsTheOldFile(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	Write(t, f, uri, "old")
	before := Stat(t, f, uri)
	if err := Create(t, f, uri, "new").Abort(); err != nil {
		t.Fatal(err)
	}
	WantContent(t, f, uri, "old")
	if diff := cmp.Diff(before, Stat(t, f, uri)); diff != "" {
		t.Errorf("the file changed (-before +after):\n%s", diff)
	}
}

func testOverwriteIsAtomic(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	Write(t, f, uri, "old")
	old := Stat(t, f, uri)
	w := Create(t, f, uri, "newer")
	WantContent(t, f, uri, "old")
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	WantContent(t, f, uri, "newer")
	WantList(t, f, dir, uri)
	if now := Stat(t, f, uri); now.Version == old.Version || now.Size != 5 || now.URI != uri {
		t.Errorf("got %+v after %+v, want another version, size 5, the same URI", now, old)
	}
}

func testCancelledWriteCommitsNothing(t *testing.T, f *files.Files, dir string) {
	for _, size := range []int{0, 1, 9 << 20} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			uri := files.Join(dir, "a.txt")
			w, err := f.Create(ctx, uri)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(make([]byte, size)); err != nil {
				t.Fatal(err)
			}
			cancel()
			if err := w.Commit(); !errors.Is(err, context.Canceled) {
				t.Errorf("commit: %v, want context.Canceled", err)
			}
			if err := w.Abort(); err != nil {
				t.Errorf("abort after failed commit: %v", err)
			}
			WantMissing(t, f, uri)
			WantList(t, f, dir)
			if _, err := f.Create(ctx, uri); !errors.Is(err, context.Canceled) {
				t.Errorf("create: %v, want context.Canceled", err)
			}
		})
	}
}

func testAfterTheEnd(t *testing.T, f *files.Files, dir string) {
	for _, end := range []string{"commit", "abort"} {
		w := Create(t, f, files.Join(dir, end), "x")
		finish := w.Commit
		if end == "abort" {
			finish = w.Abort
		}
		if err := finish(); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("y")); err == nil {
			t.Errorf("write after %s: no error", end)
		}
		if err := w.Commit(); err == nil {
			t.Errorf("commit after %s: no error", end)
		}
	}
	WantContent(t, f, files.Join(dir, "commit"), "x")
	WantMissing(t, f, files.Join(dir, "abort"))
}

func testEmptyFile(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "empty")
	if err := Create(t, f, uri, "").Commit(); err != nil {
		t.Fatal(err)
	}
	WantContent(t, f, uri, "")
	if info := Stat(t, f, uri); info.Size != 0 {
		t.Errorf("size %d, want 0", info.Size)
	}
}

func testBigFile(t *testing.T, f *files.Files, dir string) {
	data := make([]byte, 20<<20+7)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	uri := files.Join(dir, "big")
	w := Create(t, f, uri, "")
	for piece := data; len(piece) > 0; {
		n := min(len(piece), 3<<20)
		if _, err := w.Write(piece[:n]); err != nil {
			t.Fatal(err)
		}
		piece = piece[n:]
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	got, err := f.ReadFile(t.Context(), uri)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("read %d bytes, %v; want the %d written", len(got), err, len(data))
	}
	p := make([]byte, 1000)
	if _, err := Open(t, f, uri).ReadAt(p, 17<<20); err != nil || !bytes.Equal(p, data[17<<20:][:1000]) {
		t.Errorf("read in the middle: %v, or other bytes", err)
	}
}

func testOutlivesContexts(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	ctx, cancel := context.WithCancel(t.Context())
	if err := f.WriteFile(ctx, uri, []byte("x")); err != nil {
		t.Fatal(err)
	}
	cancel()
	WantContent(t, f, uri, "x")
}

package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
)

// TestConformance holds every store to what the package promises of all.
func TestConformance(t *testing.T) {
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
		{"Pages", testPages},
		{"Missing", testMissing},
		{"Remove", testRemove},
		{"Names", testNames},
		{"BigFile", testBigFile},
		{"Concurrent", testConcurrent},
		{"OutlivesContexts", testOutlivesContexts},
		{"CleanTemps", testCleanTempsKeepsFiles},
		{"CreateIf", testCreateIf},
		{"CreateIfRace", testCreateIfRace},
	}
	for _, s := range stores {
		t.Run(s.name, func(t *testing.T) {
			for _, c := range suite {
				t.Run(c.name, func(t *testing.T) {
					f, dir := s.open(t)
					c.test(t, f, dir)
				})
			}
		})
	}
}

func testVisibleOnCommitOnly(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "deep", "er", "a.txt")
	w := create(t, f, uri, "hello ")
	if _, err := io.WriteString(w, "world"); err != nil {
		t.Fatal(err)
	}
	wantMissing(t, f, uri)
	wantList(t, f, dir)
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, f, uri, "hello world")
	wantList(t, f, dir, uri)
	if err := w.Abort(); err != nil {
		t.Errorf("abort after commit: %v", err)
	}
	wantContent(t, f, uri, "hello world")
}

func testAbortLeavesNothing(t *testing.T, f *files.Files, dir string) {
	for _, size := range []int{0, 1, 9 << 20} { // object stores get pieces of 8 MiB
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			uri := files.Join(dir, "a.txt")
			w := create(t, f, uri, strings.Repeat("x", size))
			if err := w.Abort(); err != nil {
				t.Fatal(err)
			}
			if err := w.Abort(); err != nil {
				t.Errorf("second abort: %v", err)
			}
			wantMissing(t, f, uri)
			wantList(t, f, dir)
		})
	}
}

func testAbortKeepsTheOldFile(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	write(t, f, uri, "old")
	before := stat(t, f, uri)
	if err := create(t, f, uri, "new").Abort(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, f, uri, "old")
	if diff := cmp.Diff(before, stat(t, f, uri)); diff != "" {
		t.Errorf("the file changed (-before +after):\n%s", diff)
	}
}

func testOverwriteIsAtomic(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	write(t, f, uri, "old")
	old := stat(t, f, uri)
	w := create(t, f, uri, "newer")
	wantContent(t, f, uri, "old")
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, f, uri, "newer")
	wantList(t, f, dir, uri)
	if now := stat(t, f, uri); now.Version == old.Version || now.Size != 5 || now.URI != uri {
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
			wantMissing(t, f, uri)
			wantList(t, f, dir)
			if _, err := f.Create(ctx, uri); !errors.Is(err, context.Canceled) {
				t.Errorf("create: %v, want context.Canceled", err)
			}
		})
	}
}

func testAfterTheEnd(t *testing.T, f *files.Files, dir string) {
	for _, end := range []string{"commit", "abort"} {
		w := create(t, f, files.Join(dir, end), "x")
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
	wantContent(t, f, files.Join(dir, "commit"), "x")
	wantMissing(t, f, files.Join(dir, "abort"))
}

func testEmptyFile(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "empty")
	if err := create(t, f, uri, "").Commit(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, f, uri, "")
	if info := stat(t, f, uri); info.Size != 0 {
		t.Errorf("size %d, want 0", info.Size)
	}
}

func testList(t *testing.T, f *files.Files, dir string) {
	out := files.Join(dir, "out")
	var want []string
	for _, name := range []string{"_b", ".hidden", "a", "a/b/c.json", "a.txt", "b/_SUCCESS", "é"} {
		if name == "a" {
			continue // on the disk it is the folder of the next
		}
		uri := files.Join(out, name)
		write(t, f, uri, name)
		want = append(want, uri)
	}
	write(t, f, files.Join(dir, "out2"), "of another folder")
	write(t, f, files.Join(out, ".tmp-a-123"), "of another run")
	running := create(t, f, files.Join(out, "running"), "x")
	wantList(t, f, out, want[1], want[0], want[3], want[2], want[4], want[5])
	wantList(t, f, out+"/", want[1], want[0], want[3], want[2], want[4], want[5])
	wantList(t, f, files.Join(dir, "nowhere"))
	if err := running.Abort(); err != nil {
		t.Fatal(err)
	}
	infos, err := f.List(t.Context(), files.Join(out, "b"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]files.Info{stat(t, f, want[4])}, infos); diff != "" {
		t.Errorf("List and Stat differ (-stat +list):\n%s", diff)
	}
}

func testMissing(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "nowhere", "a.txt")
	for op, do := range map[string]func() error{
		"Open":     func() error { _, err := f.Open(t.Context(), uri); return err },
		"Stat":     func() error { _, err := f.Stat(t.Context(), uri); return err },
		"ReadFile": func() error { _, err := f.ReadFile(t.Context(), uri); return err },
		"Glob":     func() error { _, err := f.Glob(t.Context(), uri); return err },
	} {
		err := do()
		if !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), uri) != 1 {
			t.Errorf("%s: %v; want fs.ErrNotExist and the URI once", op, err)
		}
	}
	write(t, f, files.Join(dir, "folder", "a.txt"), "x")
	for _, folder := range []string{files.Join(dir, "folder"), files.Join(dir, "folder") + "/"} {
		if _, err := f.Open(t.Context(), folder); err == nil {
			t.Errorf("open of folder %s: no error", folder)
		}
		if _, err := f.Stat(t.Context(), folder); err == nil {
			t.Errorf("stat of folder %s: no error", folder)
		}
	}
	if _, err := f.Create(t.Context(), files.Join(dir, "folder")+"/"); err == nil {
		t.Error("create of a folder: no error")
	}
}

func testRemove(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	write(t, f, uri, "x")
	write(t, f, files.Join(dir, "b.txt"), "y")
	for range 2 {
		if err := f.Remove(t.Context(), uri); err != nil {
			t.Fatal(err)
		}
		wantMissing(t, f, uri)
	}
	wantList(t, f, dir, files.Join(dir, "b.txt"))
}

func testNames(t *testing.T, f *files.Files, dir string) {
	for _, name := range []string{
		"two words.txt", "ünï/日本語 データ.parquet", "100%.txt", "a%20b", "a+b&c=d", "q?x=1#y", "quote\"s'", `back\slash`, "a..b", "~", "x:y", "#",
	} {
		t.Run(name, func(t *testing.T) {
			uri := files.Join(dir, name)
			write(t, f, uri, name)
			wantContent(t, f, uri, name)
			wantList(t, f, dir, uri)
			infos, err := f.Glob(t.Context(), uri)
			if err != nil || len(infos) != 1 || infos[0].URI != uri {
				t.Errorf("glob: %v, %v", infos, err)
			}
			if err := f.Remove(t.Context(), uri); err != nil {
				t.Error(err)
			}
			wantMissing(t, f, uri)
		})
	}
}

func testBigFile(t *testing.T, f *files.Files, dir string) {
	data := make([]byte, 20<<20+7)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	uri := files.Join(dir, "big")
	w := create(t, f, uri, "")
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
	if _, err := open(t, f, uri).ReadAt(p, 17<<20); err != nil || !bytes.Equal(p, data[17<<20:][:1000]) {
		t.Errorf("read in the middle: %v, or other bytes", err)
	}
}

func testConcurrent(t *testing.T, f *files.Files, dir string) {
	shared := files.Join(dir, "shared")
	write(t, f, shared, "0123456789")
	file := open(t, f, shared)
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

func testOutlivesContexts(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "a.txt")
	ctx, cancel := context.WithCancel(t.Context())
	if err := f.WriteFile(ctx, uri, []byte("x")); err != nil {
		t.Fatal(err)
	}
	cancel()
	wantContent(t, f, uri, "x")
}

func testCleanTempsKeepsFiles(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "sub", "tmp-a.txt")
	write(t, f, uri, "x")
	for _, d := range []string{dir, dir + "/", files.Join(dir, "nowhere")} {
		if err := f.CleanTemps(t.Context(), d, all); err != nil {
			t.Error(err)
		}
	}
	wantList(t, f, dir, uri)
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
				version = stat(t, f, uri).Version
			}
			wantList(t, f, dir, uri)
			if err := f.Remove(t.Context(), uri); err != nil {
				t.Fatal(err)
			}
			if err := f.WriteFileIf(t.Context(), uri, version, []byte("x")); !errors.Is(err, files.ErrChanged) {
				t.Errorf("over a removed file: %v, want ErrChanged", err)
			}
			wantList(t, f, dir)
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
				wantContent(t, f, uri, fmt.Sprint(i))
			} else if !errors.Is(err, files.ErrChanged) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := won.Load(); n != 1 {
		t.Errorf("%d writers made it, want one", n)
	}
	wantList(t, f, dir, uri)
}

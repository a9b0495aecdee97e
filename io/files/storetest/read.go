package storetest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
)

// Place is a folder that one test reads from.
type Place struct {
	Files *files.Files
	Dir   string
	// Plant puts a file there, by whatever way, and returns its URI.
	Plant func(t *testing.T, name, text string) string
}

// TestReader holds a store to what io/files promises of reading; lists says
// whether it can list a folder. open returns an empty place for one test.
func TestReader(t *testing.T, lists bool, open func(t *testing.T) Place) {
	suite := []struct {
		name  string
		lists bool // it needs a listing
		test  func(t *testing.T, p Place)
	}{
		{"ReadAt", false, readReadAt},
		{"ReplacedWhileOpen", false, readReplaced},
		{"EmptyFile", false, readEmpty},
		{"Missing", false, readMissing},
		{"Names", false, readNames},
		{"BigFile", false, readBig},
		{"Concurrent", false, readConcurrent},
		{"OutlivesContexts", false, readOutlivesContexts},
		{"Cancelled", false, readCancelled},
		{"Glob", true, readGlob},
		{"List", true, readList},
	}
	for _, c := range suite {
		if c.lists && !lists {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func readReadAt(t *testing.T, p Place) {
	f := p.Files
	uri := p.Plant(t, "a.txt", "0123456789")
	file := Open(t, f, uri)
	if file.Size() != 10 || file.Version() != Stat(t, f, uri).Version {
		t.Errorf("size %d, version %q; want 10 and that of Stat", file.Size(), file.Version())
	}
	for _, c := range []struct {
		off  int64
		n    int
		want string
		err  error
	}{
		{0, 3, "012", nil},
		{4, 2, "45", nil},
		{0, 10, "0123456789", nil},
		{8, 2, "89", nil},
		{8, 5, "89", io.EOF},
		{10, 1, "", io.EOF},
		{99, 1, "", io.EOF},
		{3, 0, "", nil},
	} {
		buffer := make([]byte, c.n)
		n, err := file.ReadAt(buffer, c.off)
		if got := string(buffer[:n]); got != c.want || err != c.err { //nolint:errorlint // ReaderAt's EOF comes bare
			t.Errorf("ReadAt(%d bytes, %d) = %q, %v; want %q, %v", c.n, c.off, got, err, c.want, c.err)
		}
	}
	if _, err := file.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("negative offset: no error")
	}
}

func readReplaced(t *testing.T, p Place) {
	uri := p.Plant(t, "a.txt", "old old old")
	file := Open(t, p.Files, uri)
	old := file.Version()
	p.Plant(t, "a.txt", "new new new")
	got := make([]byte, 11)
	if _, err := file.ReadAt(got, 0); err == nil && string(got) != "old old old" {
		t.Errorf("read %q of a file that was opened before", got)
	}
	// Who comes later sees the new one.
	later := New(t)
	WantContent(t, later, uri, "new new new")
	if now := Stat(t, later, uri).Version; now == old {
		t.Errorf("the version is %q as before", now)
	}
}

func readEmpty(t *testing.T, p Place) {
	uri := p.Plant(t, "empty", "")
	WantContent(t, p.Files, uri, "")
	if info := Stat(t, p.Files, uri); info.Size != 0 || info.Version == "" {
		t.Errorf("got %+v, want size 0 and a version", info)
	}
}

func readMissing(t *testing.T, p Place) {
	there := p.Plant(t, "folder/a.txt", "x")
	uri := strings.TrimSuffix(there, "folder/a.txt") + "nowhere/a.txt"
	for op, err := range map[string]error{
		"Open":     Second(p.Files.Open(t.Context(), uri)),
		"Stat":     Second(p.Files.Stat(t.Context(), uri)),
		"ReadFile": Second(p.Files.ReadFile(t.Context(), uri)),
		"Glob":     Second(p.Files.Glob(t.Context(), uri)),
	} {
		if !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), uri) != 1 {
			t.Errorf("%s: %v; want fs.ErrNotExist and the URI once", op, err)
		}
	}
	if v, err := p.Files.Version(t.Context(), uri); v != "" || err != nil {
		t.Errorf("version %q, %v; want none", v, err)
	}
	folder := strings.TrimSuffix(there, "a.txt")
	if _, err := p.Files.Open(t.Context(), folder); err == nil {
		t.Errorf("open of folder %s: no error", folder)
	}
}

func readNames(t *testing.T, p Place) {
	for _, name := range []string{
		"two words.txt", "ünï/日本語 データ.parquet", "100%.txt", "a%20b", "a+b&c=d", "q?x=1#y", "quote\"s'", `back\slash`, "a..b", "~", "x:y", "#", "a@b",
	} {
		t.Run(name, func(t *testing.T) {
			uri := p.Plant(t, name, name)
			f := New(t) // a listing may be of what was there before
			WantContent(t, f, uri, name)
			infos, err := f.Glob(t.Context(), uri)
			if err != nil || len(infos) != 1 || files.Plain(infos[0].URI) != files.Plain(uri) {
				t.Fatalf("glob: %v, %v", infos, err)
			}
			WantContent(t, f, infos[0].URI, name)
		})
	}
}

func readBig(t *testing.T, p Place) {
	data := make([]byte, 20<<20+7)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	uri := p.Plant(t, "big.parquet", string(data))
	got, err := p.Files.ReadFile(t.Context(), uri)
	if err != nil || string(got) != string(data) {
		t.Errorf("read %d bytes, %v; want the %d written", len(got), err, len(data))
	}
	part := make([]byte, 1000)
	if _, err := Open(t, p.Files, uri).ReadAt(part, 17<<20); err != nil || string(part) != string(data[17<<20:][:1000]) {
		t.Errorf("read in the middle: %v, or other bytes", err)
	}
}

func readConcurrent(t *testing.T, p Place) {
	file := Open(t, p.Files, p.Plant(t, "shared.parquet", "0123456789"))
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			b := make([]byte, 1)
			if _, err := file.ReadAt(b, int64(i%10)); err != nil || b[0] != '0'+byte(i%10) {
				t.Errorf("read %q at %d, %v", b, i%10, err)
			}
		})
	}
	wg.Wait()
}

func readOutlivesContexts(t *testing.T, p Place) {
	uri := p.Plant(t, "a.txt", "x")
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := p.Files.ReadFile(ctx, uri); err != nil {
		t.Fatal(err)
	}
	cancel()
	WantContent(t, p.Files, uri, "x")
}

func readCancelled(t *testing.T, p Place) {
	uri := p.Plant(t, "a.parquet", "x")
	ctx, cancel := context.WithCancel(t.Context())
	file, err := p.Files.Open(ctx, uri)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := file.ReadAt(make([]byte, 1), 0); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("read after the context's end: %v", err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}

func readGlob(t *testing.T, p Place) {
	f, dir := p.Files, p.Dir
	for _, name := range []string{
		"b.parquet", "a.parquet", "c.txt", "_meta.parquet", ".hid.parquet", "sub/d.parquet", "sub2/_e.parquet", "sub/deep/f.parquet",
		"a[1].parquet", "a1.parquet", ".tmp-g.parquet-1",
	} {
		p.Plant(t, name, name)
	}
	all := []string{"a.parquet", "a1.parquet", "a[1].parquet", "b.parquet"}
	for _, c := range []struct {
		pattern string
		want    []string // nil: no match
	}{
		{"b.parquet", []string{"b.parquet"}},
		{"_meta.parquet", []string{"_meta.parquet"}},
		{"*.parquet", all},
		{"?.parquet", []string{"a.parquet", "b.parquet"}},
		{"[b-c].*", []string{"b.parquet", "c.txt"}},
		{"*/*.parquet", []string{"sub/d.parquet"}},
		{"*/_*.parquet", []string{"sub2/_e.parquet"}},
		{"_*", []string{"_meta.parquet"}},
		{".*", []string{".hid.parquet"}},
		{"sub", []string{"sub/d.parquet"}},
		{"sub/", []string{"sub/d.parquet"}},
		{"sub/*", []string{"sub/d.parquet"}},
		{"", append(all, "c.txt")},
		{"a[1].parquet", []string{"a[1].parquet"}}, // exists, so it is no pattern
		{"a[1-1].parquet", []string{"a1.parquet"}},
		{`a\[1].parquet`, []string{"a[1].parquet"}},
		{"sub2", nil}, // holds nothing but hidden files
		{"x*", nil},
		{"nowhere", nil},
		{"nowhere/*", nil},
		{"su", nil}, // the start of a name is not a folder
		{"**/*.parquet", append(all, "sub/d.parquet", "sub/deep/f.parquet")},
		{"sub/**", []string{"sub/d.parquet", "sub/deep/f.parquet"}},
		{"**/deep/*", []string{"sub/deep/f.parquet"}},
		{"s*/**/f.parquet", []string{"sub/deep/f.parquet"}},
		{"nowhere/**", nil},
	} {
		t.Run(c.pattern, func(t *testing.T) {
			infos, err := f.Glob(t.Context(), dir+"/"+c.pattern)
			if (c.want == nil) != errors.Is(err, fs.ErrNotExist) || c.want != nil && err != nil {
				t.Fatalf("error %v", err)
			}
			var got []string
			for _, info := range infos {
				got = append(got, strings.TrimPrefix(files.Plain(info.URI), files.Plain(files.Join(dir))+"/"))
				if diff := cmp.Diff(Stat(t, f, info.URI), info); diff != "" {
					t.Errorf("Glob and Stat differ (-stat +glob):\n%s", diff)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, pattern := range []string{"[", "**.parquet", "a**/x"} {
		if _, err := f.Glob(t.Context(), files.Join(dir, pattern)); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("pattern %q: error %v, want that it cannot be read", pattern, err)
		}
	}
}

func readList(t *testing.T, p Place) {
	want := []string{"_b", "a.txt", "sub/c.json"}
	for _, name := range append(want, ".tmp-x-1") {
		p.Plant(t, "out/"+name, name)
	}
	p.Plant(t, "out2/d", "of another folder")
	for dir, want := range map[string][]string{"out": want, "out/": want, "nowhere": nil} {
		infos, err := p.Files.List(t.Context(), p.Dir+"/"+dir)
		var got []string
		for _, info := range infos {
			got = append(got, strings.TrimPrefix(files.Plain(info.URI), files.Plain(p.Dir)+"/out/"))
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", dir, err, diff)
		}
	}
}

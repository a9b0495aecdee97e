package storetest

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
)

func testList(t *testing.T, f *files.Files, dir string) {
	out := files.Join(dir, "out")
	var want []string
	for _, name := range []string{"_b", ".hidden", "a", "a/b/c.json", "a.txt", "b/_SUCCESS", "é"} {
		if name == "a" {
			continue // on the disk it is the folder of the next
		}
		uri := files.Join(out, name)
		Write(t, f, uri, name)
		want = append(want, uri)
	}
	Write(t, f, files.Join(dir, "out2"), "of another folder")
	Write(t, f, files.Join(out, ".tmp-a-123"), "of another run")
	running := Create(t, f, files.Join(out, "running"), "x")
	WantList(t, f, out, want[1], want[0], want[3], want[2], want[4], want[5])
	WantList(t, f, out+"/", want[1], want[0], want[3], want[2], want[4], want[5])
	WantList(t, f, files.Join(dir, "nowhere"))
	if err := running.Abort(); err != nil {
		t.Fatal(err)
	}
	infos, err := f.List(t.Context(), files.Join(out, "b"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]files.Info{Stat(t, f, want[4])}, infos); diff != "" {
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
	Write(t, f, files.Join(dir, "folder", "a.txt"), "x")
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
	Write(t, f, uri, "x")
	Write(t, f, files.Join(dir, "b.txt"), "y")
	for range 2 {
		if err := f.Remove(t.Context(), uri); err != nil {
			t.Fatal(err)
		}
		WantMissing(t, f, uri)
	}
	WantList(t, f, dir, files.Join(dir, "b.txt"))
}

func testNames(t *testing.T, f *files.Files, dir string) {
	for _, name := range []string{
		"two words.txt", "ünï/日本語 データ.parquet", "100%.txt", "a%20b", "a+b&c=d", "q?x=1#y", "quote\"s'", `back\slash`, "a..b", "~", "x:y", "#",
	} {
		t.Run(name, func(t *testing.T) {
			uri := files.Join(dir, name)
			Write(t, f, uri, name)
			WantContent(t, f, uri, name)
			WantList(t, f, dir, uri)
			infos, err := f.Glob(t.Context(), uri)
			if err != nil || len(infos) != 1 || infos[0].URI != uri {
				t.Errorf("glob: %v, %v", infos, err)
			}
			if err := f.Remove(t.Context(), uri); err != nil {
				t.Error(err)
			}
			WantMissing(t, f, uri)
		})
	}
}

func testCleanTempsKeepsFiles(t *testing.T, f *files.Files, dir string) {
	uri := files.Join(dir, "sub", "tmp-a.txt")
	Write(t, f, uri, "x")
	for _, d := range []string{dir, dir + "/", files.Join(dir, "nowhere")} {
		if err := f.CleanTemps(t.Context(), d, All); err != nil {
			t.Error(err)
		}
	}
	WantList(t, f, dir, uri)
}

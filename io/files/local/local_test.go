package local_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestConformance(t *testing.T) {
	for name, prefix := range map[string]string{"path": "", "uri": "file://"} {
		t.Run(name, func(t *testing.T) {
			storetest.TestStore(t, func(t *testing.T) (*files.Files, string) { return storetest.New(t), prefix + t.TempDir() })
		})
	}
}

// TestLocalLeftovers is a run that was killed: its writer is never ended.
func TestLocalLeftovers(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	storetest.Write(t, f, filepath.Join(dir, "done.txt"), "x")
	for _, name := range []string{"a.txt", "failures/a.txt"} {
		storetest.Create(t, f, filepath.Join(dir, name), "half")
	}
	if temps := tempsBelow(t, dir); len(temps) != 2 || !strings.HasPrefix(temps[0], ".tmp-a.txt-") {
		t.Fatalf("temporary files: %q", temps)
	}
	storetest.WantList(t, f, dir, filepath.Join(dir, "done.txt"))
	if err := f.CleanTemps(t.Context(), dir, storetest.All); err != nil {
		t.Fatal(err)
	}
	if temps := tempsBelow(t, dir); len(temps) > 0 {
		t.Errorf("left: %q", temps)
	}
	storetest.WantList(t, f, dir, filepath.Join(dir, "done.txt"))
}

func TestLocalCommitWithoutItsTempFails(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	uri := filepath.Join(dir, "a.txt")
	w := storetest.Create(t, f, uri, "x")
	if err := f.CleanTemps(t.Context(), dir, storetest.All); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); !errors.Is(err, files.ErrChanged) {
		t.Errorf("commit: %v, want ErrChanged", err)
	}
	storetest.WantMissing(t, f, uri)
}

func TestLocalAbortAndFailedCommitLeaveNoTemp(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	if err := storetest.Create(t, f, filepath.Join(dir, "a.txt"), "x").Abort(); err != nil {
		t.Error(err)
	}
	taken := filepath.Join(dir, "taken")
	w := storetest.Create(t, f, taken, "x")
	if err := os.Mkdir(taken, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err == nil {
		t.Error("commit over a folder: no error")
	}
	if temps := tempsBelow(t, dir); len(temps) > 0 {
		t.Errorf("left: %q", temps)
	}
}

func TestLocalBelowAFile(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	storetest.Write(t, f, filepath.Join(dir, "file"), "x")
	below := filepath.Join(dir, "file", "a.txt")
	for op, do := range map[string]func() error{
		"Create": func() error { _, err := f.Create(t.Context(), below); return err },
		"List":   func() error { _, err := f.List(t.Context(), filepath.Join(dir, "file")); return err },
		"Glob":   func() error { _, err := f.Glob(t.Context(), below); return err },
	} {
		err := do()
		if !errors.Is(err, syscall.ENOTDIR) || !strings.Contains(err.Error(), filepath.Join(dir, "file")) {
			t.Errorf("%s: %v, want that the file is no folder", op, err)
		}
	}
}

func TestLocalUnwritableFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, err := storetest.New(t).Create(t.Context(), filepath.Join(dir, "a")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("create: %v, want fs.ErrPermission", err)
	}
}

func TestLocalLinks(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	storetest.Write(t, f, filepath.Join(dir, "disk", "a.txt"), "x")
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("disk", "out")
	link("a.txt", "disk/link.txt")
	out := filepath.Join(dir, "out")
	storetest.WantList(t, f, out, filepath.Join(out, "a.txt"), filepath.Join(out, "link.txt"))
	storetest.WantContent(t, f, filepath.Join(out, "link.txt"), "x")
	if infos, err := f.Glob(t.Context(), out); err != nil || len(infos) != 2 || infos[1].Size != 1 {
		t.Errorf("glob: %+v, %v", infos, err)
	}
	link("nowhere", "disk/broken.txt")
	if _, err := f.Glob(t.Context(), out); err == nil || !strings.Contains(err.Error(), "broken.txt") {
		t.Errorf("glob of a folder with a broken link: %v", err)
	}
	storetest.WantList(t, f, out, filepath.Join(out, "a.txt"), filepath.Join(out, "link.txt"))
}

// TestLocalMode compares with a file that is made the plain way.
func TestLocalMode(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	plain, ours := filepath.Join(dir, "plain"), filepath.Join(dir, "ours")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	storetest.Write(t, f, ours, "")
	want, err := os.Stat(plain)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.Stat(ours)
	if err != nil {
		t.Fatal(err)
	}
	if got.Mode() != want.Mode() {
		t.Errorf("mode %v, want %v", got.Mode(), want.Mode())
	}
}

func TestLocalLongName(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	uri := filepath.Join(dir, strings.Repeat("é", 127)) // 254 bytes of 255
	storetest.Write(t, f, uri, "x")
	storetest.WantList(t, f, dir, uri)
}

func TestLocalRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	f := storetest.New(t)
	storetest.Write(t, f, "./out/a.txt", "x")
	storetest.WantList(t, f, "./out/", "out/a.txt")
	for _, pattern := range []string{"out/../out/*.txt", "./out", "out/a.txt", "./out/a.txt"} {
		infos, err := f.Glob(t.Context(), pattern)
		if err != nil || len(infos) != 1 || infos[0].URI != "out/a.txt" {
			t.Errorf("glob %s: %+v, %v; want the one spelling of out/a.txt", pattern, infos, err)
		}
	}
	storetest.WantList(t, f, ".", "out/a.txt")
}

func tempsBelow(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".tmp-") {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

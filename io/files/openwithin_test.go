package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestOpenWithin(t *testing.T) {
	top := t.TempDir()
	t.Chdir(top)
	err := errors.Join(
		os.MkdirAll("set/in", 0o700), os.MkdirAll("set2", 0o700),
		os.WriteFile("secret", []byte("s"), 0o600), os.WriteFile("set2/secret", []byte("s"), 0o600), os.WriteFile("set/in/a", []byte("a"), 0o600),
		os.Symlink("../secret", "set/out"), os.Symlink(top, "set/top"), os.Symlink("in/a", "set/link"), os.Symlink("../../set/in/a", "set/in/round"),
	)
	if err != nil {
		t.Fatal(err)
	}
	store := New()
	defer store.Close() //nolint:errcheck // nothing was written
	whole := filepath.Join(top, "set")
	for _, folder := range []string{"set", "set/", "./set", whole, "file://" + whole} {
		for name, want := range map[string]error{
			"in/a": nil, "./in/../in/a": nil, "link": nil, filepath.Join(whole, "in/a"): nil,
			"none": fs.ErrNotExist, "out": ErrOutside, "top/secret": ErrOutside, "in/round": ErrOutside,
			"../secret": ErrOutside, "../set2/secret": ErrOutside, whole + "2/secret": ErrOutside, whole + "/../secret": ErrOutside,
			"/etc/passwd": ErrOutside, "file:///etc/passwd": ErrOutside, "s3://b/a": ErrOutside, "": ErrOutside, ".": ErrOutside, "in/..": ErrOutside, "a\x00b": ErrOutside,
		} {
			file, err := store.OpenWithin(t.Context(), folder, name)
			if err == nil {
				err = file.Close()
				if want != nil {
					t.Errorf("%q in %q was opened", name, folder)
				}
			}
			if !errors.Is(err, want) {
				t.Errorf("%q in %q: %v, want %v", name, folder, err, want)
			}
		}
	}
	if _, err := store.OpenWithin(t.Context(), "https://h.example/set", "a"); !errors.Is(err, ErrOutside) {
		t.Errorf("a web server: %v", err)
	}
}

func TestBelow(t *testing.T) {
	for _, c := range []struct{ folder, name, want string }{
		{"s3://b/set", "a", "a"},
		{"s3://b/set/", "x/../a", "a"},
		{"s3://b/set", "s3://b/set/x/a", "x/a"},
		{"s3://b", "s3://b/a", "a"},
		{"s3://b/set", "s3://b/set2/a", ""},
		{"s3://b/set", "s3://b/set/../a", ""},
		{"s3://b/set", "s3://b/set/s3://c/a", ""},
		{"s3://b/set", "../a", ""},
		{"s3://b/set", "/a", ""},
		{"hf://datasets/o/n", "@main/a", "@main/a"},
		{"gs://b", "s3://b/a", ""},
		{"", "/a", ""},
	} {
		got, err := below(c.folder, c.name)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q in %q: %q, %v, want %q", c.name, c.folder, got, err, c.want)
		}
	}
}

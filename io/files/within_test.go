package files

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestWithin(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	link := filepath.Join(dir, "link")
	if err := errors.Join(os.MkdirAll("out/data", 0o700), os.WriteFile("out/data/a", nil, 0o600), os.Symlink("out", link)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, uri, want string }{
		{"out", "out/data/a", "data/a"},
		{"out/", "./out/data/a", "data/a"},
		{"out", filepath.Join(dir, "out/data/a"), "data/a"},
		{"file://" + filepath.Join(dir, "out"), "link/data/a", "data/a"},
		{"link", "out/data/a", "data/a"},
		{".", "out/data/a", "out/data/a"},
		{"out/not/yet", "link/not/yet/a", "a"},
		{"/", "/a", "a"},
		{"out", "outside", ""},
		{"out", "out", ""},
		{"out/data", "out/a", ""},
		{"out", "gs://out/a", ""},
		{"gs://b/out", "gs://b/out/a/c", "a/c"},
		{"gs://b/out/", "gs://b/out/a", "a"},
		{"gs://b/out", "gs://b/outside", ""},
		{"gs://b/out", "s3://b/out/a", ""},
		{"s3://b", "s3://b/a", "a"},
	} {
		if got, ok := Within(c.dir, c.uri); got != c.want || ok != (c.want != "") {
			t.Errorf("Within(%q, %q) = %q, %t, want %q", c.dir, c.uri, got, ok, c.want)
		}
	}
}

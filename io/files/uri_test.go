package files_test

import (
	"path"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		dir  string
		elem []string
		want string
	}{
		{"/tmp/out", []string{"a"}, "/tmp/out/a"},
		{"/tmp/out/", nil, "/tmp/out"},
		{"./out", []string{"failures", "a"}, "out/failures/a"},
		{"out", []string{"", "a"}, "out/a"},
		{"/", []string{"a"}, "/a"},
		{"file:///tmp/out/", []string{"a"}, "file:///tmp/out/a"},
		{"gs://b", []string{"a"}, "gs://b/a"},
		{"gs://b/", nil, "gs://b"},
		{"gs://b/x", []string{"failures", "a"}, "gs://b/x/failures/a"},
		{"gs://b/x/", []string{"", "a/b"}, "gs://b/x/a/b"},
		{"gs://b/x//", []string{"a"}, "gs://b/x//a"}, // another folder than gs://b/x
		{"gs://b/../x", []string{"a"}, "gs://b/../x/a"},
	} {
		if got := files.Join(c.dir, c.elem...); got != c.want {
			t.Errorf("Join(%q, %q) = %q, want %q", c.dir, c.elem, got, c.want)
		}
	}
}

func TestExpandHome(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	for uri, want := range map[string]string{
		"~":           "/home/me",
		"~/out/x":     "/home/me/out/x",
		"~backup":     "~backup", // a name like any other
		"./~/x":       "./~/x",
		"gs://b/~/x":  "gs://b/~/x",
		"/data/~/out": "/data/~/out",
	} {
		if got, err := files.ExpandHome(uri); err != nil || got != want {
			t.Errorf("ExpandHome(%q) = %q, %v; want %q", uri, got, err, want)
		}
	}
	t.Setenv("HOME", "")
	if got, err := files.ExpandHome("~/x"); err == nil {
		t.Errorf("without a home folder: %q", got)
	}
}

func TestRefusedURIs(t *testing.T) {
	f := storetest.New(t)
	for uri, want := range map[string]string{
		"":                    "empty name",
		"ftp://host/x":        "ftp:// is not supported: use a local path, file://, gs:// or s3://",
		"file://host/x":       "file:///",
		"gs://":               "no bucket",
		"gs:///x":             "no bucket",
		"gs://*/x":            "bucket cannot be named by a pattern",
		"s3://":               "no bucket is named: s3://bucket/name",
		"s3:///x":             "no bucket",
		"s3://*/x":            "bucket cannot be named by a pattern",
		"weird+sch.eme-1://x": "weird+sch.eme-1:// is not supported",
		`C:\Users\me\x`:       "a path of Windows",
		"d:/x":                "a path of Windows",
		`\\server\x`:          "a path of Windows",
	} {
		for op, err := range map[string]error{
			"Glob":   storetest.Second(f.Glob(t.Context(), uri)),
			"List":   storetest.Second(f.List(t.Context(), uri)),
			"Open":   storetest.Second(f.Open(t.Context(), uri)),
			"Create": storetest.Second(f.Create(t.Context(), uri)),
			"Stat":   storetest.Second(f.Stat(t.Context(), uri)),
			"Remove": f.Remove(t.Context(), uri),
		} {
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), uri) {
				t.Errorf("%s(%q): %v; want %q", op, uri, err, want)
			}
		}
	}
	// What only looks like a scheme is a path.
	storetest.WantMissing(t, f, "./a://b")
	storetest.WantMissing(t, f, "./C:/b")
	storetest.WantMissing(t, f, "CD:/b")
	storetest.WantMissing(t, f, "1a://b")
	storetest.WantMissing(t, f, "://b")
}

func FuzzJoin(f *testing.F) {
	for _, dir := range []string{"/tmp/out", "out/", "file:///x", "gs://b", "gs://b/x//", "s3://b"} {
		f.Add(dir, "part-00000-of-00001.json")
	}
	f.Fuzz(func(t *testing.T, dir, name string) {
		if name == "" || name == "." || name == ".." || strings.Contains(name, "/") {
			return
		}
		got := files.Join(dir, name)
		if base := path.Base(got); base != name {
			t.Errorf("the base of Join(%q, %q) is %q", dir, name, base)
		}
		if again := files.Join(files.Join(dir), name); dir != "" && !strings.HasSuffix(dir, "//") && again != got {
			t.Errorf("Join(Join(%q), %q) = %q, want %q", dir, name, again, got)
		}
	})
}

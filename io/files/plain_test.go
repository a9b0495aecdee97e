package files_test

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

func TestPlain(t *testing.T) {
	for uri, want := range map[string]string{
		"/tmp/a?b@c":                                "/tmp/a?b@c",
		"gs://b/x?y#z":                              "gs://b/x?y#z",
		"https://me:pw@host:8/a/b.csv?k=/v@#f":      "https://host:8/a/b.csv",
		"https://host/a@b.csv":                      "https://host/a@b.csv",
		"http://host":                               "http://host",
		"hf://datasets/o/n@refs/pr/1/a/b@2.parquet": "hf://datasets/o/n/a/b@2.parquet",
		"hf://datasets/o/n@main":                    "hf://datasets/o/n",
		"hf://datasets/o/n/a":                       "hf://datasets/o/n/a",
	} {
		if got := files.Plain(uri); got != want {
			t.Errorf("Plain(%s) = %s, want %s", uri, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("https://me:pw@host:8/a/b.csv?k=v#f")
	f.Add("hf://datasets/o/n@refs/pr/1/a/b")
	f.Fuzz(func(t *testing.T, uri string) {
		plain := files.Plain(uri)
		if again := files.Plain(plain); again != plain {
			t.Errorf("Plain(%q) = %q, and of that %q", uri, plain, again)
		}
	})
}
